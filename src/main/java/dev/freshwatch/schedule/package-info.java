/** When routes that begin with {@code timer:} run: by the monotonic clock, never two cycles of one timer at once. */
package dev.freshwatch.schedule;
