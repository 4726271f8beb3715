/** Keys to typed records; every fault with its key and line. */
package dev.freshwatch.config;
