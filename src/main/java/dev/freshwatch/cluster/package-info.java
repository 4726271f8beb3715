/**
 * Several nodes on one PostgreSQL: which of them does what, by leases that are rows of the database, with a fencing number
 * that grows whenever one changes hands.
 */
package dev.freshwatch.cluster;
