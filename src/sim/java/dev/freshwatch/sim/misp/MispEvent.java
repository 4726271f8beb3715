package dev.freshwatch.sim.misp;

import java.time.Instant;
import java.util.UUID;

/**
 * An event of the index.
 *
 * @param timestamp when it was last changed, according to its author's MISP
 * @param published when this MISP published it; null = never
 * @param open      whether it is published and was not edited since
 */
record MispEvent(long id, UUID uuid, String info, Instant timestamp, Instant published, boolean open) {

    /** Returns epoch seconds, 0 = never. */
    long publishTimestamp() {
        return published == null ? 0 : published.getEpochSecond();
    }
}
