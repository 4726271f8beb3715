package dev.freshwatch.misp;

/** Everything that is learnt about MISPs and kept across restarts. */
public interface MispMemory extends WorkerMemory, KeyMemory, QueueMemory {}
