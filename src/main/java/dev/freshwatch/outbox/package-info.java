/**
 * The Camel component {@code outbox:}. A state change and its notices are stored in one transaction; each sink is then
 * served from the stored rows at its own pace.
 */
package dev.freshwatch.outbox;
