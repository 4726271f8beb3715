/** Reads the configuration of the tools that people come from, and writes what Freshwatch needs. Contacts nobody. */
package dev.freshwatch.migration;
