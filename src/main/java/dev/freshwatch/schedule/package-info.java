/** Time that passes, whatever the wall clock says: when routes that begin with {@code timer:} run, and how long it is since. */
package dev.freshwatch.schedule;
