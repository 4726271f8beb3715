/** MISP: its calls, what its answers mean, and the healing of its workers. Knows nothing of notices. */
package dev.freshwatch.misp;
