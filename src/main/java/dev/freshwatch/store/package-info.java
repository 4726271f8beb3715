/**
 * The databases: SQLite or PostgreSQL, one transaction after the other, and what happens where they are damaged, full or
 * away. Knows nothing of what is kept in them.
 */
package dev.freshwatch.store;
