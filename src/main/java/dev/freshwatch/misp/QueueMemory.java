package dev.freshwatch.misp;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Keeps the queues whose jobs do not become fewer, over restarts. Does not fail: what cannot be kept is logged. */
public interface QueueMemory {

    /**
     * A row of looks, none of which found fewer jobs than the one before.
     *
     * @param first jobs that waited at the first of them
     * @param last  and at the last
     * @param steps from one look to the next
     */
    record Row(long first, long last, int steps) {}

    /**
     * The rows, by queue; empty where they cannot be read, which is not the same as that there are none.
     *
     * @param since those whose last look was before this are too old to go on from
     */
    Optional<Map<String, Row>> rows(String misp, Instant since);

    /** Remembers these in place of all others of this MISP. */
    void keep(String misp, Map<String, Row> rows);

    /** Whether looks are to be counted; not where somebody looks beside the watch that counts them. */
    default boolean counts() {
        return true;
    }
}
