package dev.freshwatch.misp;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keeps how many workers each queue ever had, over restarts. Does not fail: what cannot be kept is logged. */
public interface WorkerMemory {

    /** The highest numbers, by queue; empty where they cannot be read, which is not the same as that there are none. */
    Optional<Map<String, Integer>> highest(String misp);

    /** Remembers these where they are higher. */
    void raise(String misp, Map<String, Integer> counts);

    /** Forgets these queues: what they must have is configured now. */
    void forget(String misp, Set<String> queues);
}
