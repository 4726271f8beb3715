/**
 * A simulated ESM, a simulated MISP in its sub-room, and receivers for what leaves Freshwatch: for the demo, tests and
 * benches; nothing else uses it. Written against the platforms' contracts and not against our clients, so that both can
 * not be wrong in the same way.
 */
package dev.freshwatch.sim;
