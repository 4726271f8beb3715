/**
 * Notices to bytes: syslog, mail, webhook; how these are sent, and what a failure to send them means. A notice always
 * gives the same bytes.
 */
package dev.freshwatch.sink;
