/**
 * Formats notices for syslog, mail and webhooks, and evaluates delivery failures. A notice always results in the same
 * bytes.
 */
package dev.freshwatch.sink;
