package dev.freshwatch.misp;

/** Everything that is learnt of MISPs and remembered over restarts. */
public interface MispMemory extends WorkerMemory, KeyMemory, QueueMemory {}
