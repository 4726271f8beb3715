/**
 * A simulated MISP, written against the contract of the platform (misp.md) and its recorded answers, and not against
 * our client, so that both cannot be wrong in the same way.
 */
package dev.freshwatch.sim.misp;
