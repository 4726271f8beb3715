package dev.freshwatch.misp;

import java.time.Instant;
import java.util.Optional;

/** Keeps what MISP said of the end of each key, over restarts. Does not fail: what cannot be kept is logged. */
public interface KeyMemory {

    /**
     * What a key was told last.
     *
     * @param end null = MISP takes it and told no end
     */
    record Told(Instant end) {}

    /**
     * Empty where this very key was never told anything.
     *
     * @param which       {@code key} or {@code admin-key}
     * @param fingerprint of the key, from which the key cannot be found
     */
    Optional<Told> told(String misp, String which, String fingerprint);

    /** Remembers this in place of what was told before. */
    void keep(String misp, String which, String fingerprint, Told told);
}
