package dev.freshwatch.service;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.PlainText;
import java.time.Instant;

/**
 * A source that was in its list at least once.
 *
 * @param check   its check
 * @param id      what the platform calls it, without what a database may refuse
 * @param label   its name for people; already sanitized
 * @param goneAt  when it was first missing from the list; null = it is there; the epoch = it is to be forgotten
 */
public record KnownSource(CheckId check, String id, String label, Instant goneAt) {

    static KnownSource present(CheckId check, String id, String label) {
        return new KnownSource(check, PlainText.line(id, SourceRows.LONGEST_ID), label, null);
    }

    /** Whether an operator has said that it may be forgotten. */
    boolean isToBeForgotten() {
        return Instant.EPOCH.equals(goneAt);
    }

    KnownSource gone(Instant since) {
        return new KnownSource(check, id, label, since);
    }
}
