package dev.freshwatch.alert;

import java.time.Duration;
import java.time.Instant;

/**
 * How often a check is observed.
 *
 * @param every   from the start of one cycle to the start of the next
 * @param longest how long a cycle may take; a cycle longer than {@code every} delays the next one until it ends
 */
public record CheckInterval(Duration every, Duration longest) {

    /** Tolerated in addition to two intervals before a late observation counts as a gap. */
    private static final Duration LATE = Duration.ofSeconds(30);

    /**
     * Returns how long the check was not observed; null if it was observed on time.
     *
     * @param before time of the previous observation
     * @param began  start of this cycle
     * @param now    when the cycle is processed; the process may have been suspended since it began
     */
    Duration gap(Instant before, Instant began, Instant now) {
        Duration unseen = Duration.between(before, began);
        if (unseen.compareTo(late(every)) > 0) {
            return unseen;
        }
        Duration withCycle = Duration.between(before, now);
        return isStale(before, now) ? withCycle : null;
    }

    /** Whether an observation is so old that the process must have been suspended since. */
    boolean isStale(Instant observedAt, Instant now) {
        Duration longer = every.compareTo(longest) > 0 ? every : longest;
        return Duration.between(observedAt, now).compareTo(late(longer)) > 0;
    }

    private static Duration late(Duration interval) {
        return interval.multipliedBy(2).plus(LATE);
    }
}
