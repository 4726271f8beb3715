package dev.freshwatch.misp;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Stores how many workers each queue ever had, across restarts. Never fails: what cannot be stored is logged. */
public interface WorkerMemory {

    /**
     * Returns the highest numbers by queue; empty if they cannot be read, which is not the same as that there are none.
     */
    Optional<Map<String, Integer>> highest(String misp);

    /** Stores these where they are higher. */
    void raise(String misp, Map<String, Integer> counts);

    /** Forgets these queues: their numbers are configured now. */
    void forget(String misp, Set<String> queues);
}
