package dev.freshwatch.service;

import dev.freshwatch.freshness.CheckId;
import java.time.Instant;

/**
 * A source that was in its list at least once.
 *
 * @param check   its check
 * @param id      what the platform calls it, as it was sent
 * @param label   its name for people; already sanitized
 * @param goneAt  when it was first missing from the list; null = it is there; the epoch = it is to be forgotten
 */
public record KnownSource(CheckId check, String id, String label, Instant goneAt) {

    /** Whether an operator has said that it may be forgotten. */
    boolean isToBeForgotten() {
        return Instant.EPOCH.equals(goneAt);
    }

    KnownSource gone(Instant since) {
        return new KnownSource(check, id, label, since);
    }
}
