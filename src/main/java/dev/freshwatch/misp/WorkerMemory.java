package dev.freshwatch.misp;

import java.util.Map;
import java.util.Set;

/** Keeps how many workers each queue ever had, over restarts. Does not fail: what can not be kept is logged. */
public interface WorkerMemory {

    /** The highest numbers, by queue. */
    Map<String, Integer> highest(String misp);

    /** Remembers these where they are higher. */
    void raise(String misp, Map<String, Integer> counts);

    /** Forgets these queues: what they must have is configured now. */
    void forget(String misp, Set<String> queues);
}
