/**
 * The core: what was asked, what was answered, and how old that is. Pure values and one judge; imports nothing of ours.
 */
package dev.freshwatch.freshness;
