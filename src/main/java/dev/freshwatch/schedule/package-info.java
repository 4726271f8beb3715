/** Monotonic time: when routes that begin with {@code timer:} run, and how much time has passed. */
package dev.freshwatch.schedule;
