/** One room for MISP: what it is asked, what its answers mean, and the healing of its workers. Knows nothing of notices. */
package dev.freshwatch.misp;
