/**
 * The databases: SQLite or PostgreSQL, one transaction at a time, and what happens if they are damaged, full or
 * unavailable. This package knows nothing about the stored data.
 */
package dev.freshwatch.store;
