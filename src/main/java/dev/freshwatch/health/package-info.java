/** Self-monitoring: the health of the watch itself, and who is notified of it. */
package dev.freshwatch.health;
