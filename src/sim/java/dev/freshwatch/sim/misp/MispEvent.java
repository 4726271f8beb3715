package dev.freshwatch.sim.misp;

import java.time.Instant;
import java.util.UUID;

/**
 * An event of the index.
 *
 * @param timestamp when it was last changed, by its author's MISP
 * @param published when this MISP published it; null = never
 * @param open      published and not edited since
 */
record MispEvent(long id, UUID uuid, String info, Instant timestamp, Instant published, boolean open) {

    /** Epoch seconds, 0 = never. */
    long publishTimestamp() {
        return published == null ? 0 : published.getEpochSecond();
    }
}
