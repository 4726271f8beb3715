/** The commands. May use every other package; no package uses it. */
package dev.freshwatch.cli;
