/**
 * What is remembered of checks and of what people and the watch did: alert states, silences, acknowledgements, the audit,
 * the healing of a MISP.
 */
package dev.freshwatch.history;
