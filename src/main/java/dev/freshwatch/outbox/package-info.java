/**
 * The Camel component {@code outbox:}. A state change and the notices it causes are one transaction; from then on each sink
 * is served from rows, at its own pace.
 */
package dev.freshwatch.outbox;
