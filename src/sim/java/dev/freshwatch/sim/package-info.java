/**
 * A simulated ESM, a simulated MISP in its subpackage, and receivers for what Freshwatch sends: for the demo, tests and
 * benchmarks only. Written against the contracts of the platforms and not against our clients, so that both cannot be
 * wrong in the same way.
 */
package dev.freshwatch.sim;
