/**
 * The store, and the Camel component {@code outbox:}. A state change and the notices it causes are one transaction; from
 * then on each sink is served from rows, at its own pace. JDBC lives here and nowhere else.
 */
package dev.freshwatch.outbox;
