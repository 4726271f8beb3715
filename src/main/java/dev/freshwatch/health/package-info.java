/** The watch that watches itself: whether all is well with it, and whom it tells. */
package dev.freshwatch.health;
