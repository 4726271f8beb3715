/** The commands. May use everything; nothing uses it. */
package dev.freshwatch.cli;
