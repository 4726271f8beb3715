package dev.freshwatch.misp;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Stores the queues whose jobs do not decrease, across restarts. Never fails: what cannot be stored is logged. */
public interface QueueMemory {

    /**
     * Consecutive observations, none of which found fewer jobs than the one before.
     *
     * @param first waiting jobs at the first of them
     * @param last  waiting jobs at the last of them
     * @param steps number of steps from one observation to the next
     */
    record Row(long first, long last, int steps) {}

    /**
     * Returns the rows by queue; empty if they cannot be read, which is not the same as that there are none.
     *
     * @param since rows whose last observation is older are too old to be continued
     */
    Optional<Map<String, Row>> rows(String misp, Instant since);

    /** Stores these in place of all others of this MISP. */
    void keep(String misp, Map<String, Row> rows);

    /** Whether observations count; false for those made in addition to the process that counts them. */
    default boolean counts() {
        return true;
    }
}
