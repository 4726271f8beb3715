/**
 * A simulated MISP, written against the platform's contract (misp.md) and its recorded answers, and not against our
 * client, so that both cannot be wrong in the same way.
 */
package dev.freshwatch.sim.misp;
