/** What the store knows, prepared for people and programs: status and explanations, for the command line and the page. */
package dev.freshwatch.report;
