/** What programs ask for: checks, notices and history as JSON, badges, and reports of jobs. */
package dev.freshwatch.api;
