/**
 * What is stored about checks, operators and the watch itself: alert states, silences, acknowledgements, the audit, and
 * the healing of MISPs.
 */
package dev.freshwatch.history;
