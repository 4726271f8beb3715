/** Queries to databases of others, which are only read. Our own is in {@code store}. */
package dev.freshwatch.jdbc;
