package dev.freshwatch.misp;

import java.time.Instant;
import java.util.Optional;

/**
 * Stores what MISP reported about the end of each key, across restarts. Never fails: what cannot be stored is logged.
 */
public interface KeyMemory {

    /**
     * The last report about a key.
     *
     * @param end null = MISP accepts the key and reported no end date
     */
    record Told(Instant end) {}

    /**
     * Returns the last report; empty if there was none about this very key.
     *
     * @param which       {@code key} or {@code admin-key}
     * @param fingerprint of the key, from which the key cannot be derived
     */
    Optional<Told> told(String misp, String which, String fingerprint);

    /** Stores this in place of the previous report. */
    void keep(String misp, String which, String fingerprint, Told told);
}
