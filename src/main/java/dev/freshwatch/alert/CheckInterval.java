package dev.freshwatch.alert;

import java.time.Duration;
import java.time.Instant;

/**
 * How often a check is looked at.
 *
 * @param every   from the start of one cycle to that of the next
 * @param longest what a cycle may take; where that is longer than {@code every} the next one begins when it is over
 */
public record CheckInterval(Duration every, Duration longest) {

    /** Beside two intervals: so much later than due is still a look. */
    private static final Duration LATE = Duration.ofSeconds(30);

    /**
     * For so long nobody has looked; null where that is as it should be.
     *
     * @param before when the check was looked at before
     * @param began  when this cycle began
     * @param now    when it is taken into account; the process may have been stopped since it began
     */
    Duration gap(Instant before, Instant began, Instant now) {
        Duration unseen = Duration.between(before, began);
        if (unseen.compareTo(late(every)) > 0) {
            return unseen;
        }
        Duration withCycle = Duration.between(before, now);
        return isStale(before, now) ? withCycle : null;
    }

    /** Whether an observation was made so long ago that the process must have been stopped since. */
    boolean isStale(Instant observedAt, Instant now) {
        Duration longer = every.compareTo(longest) > 0 ? every : longest;
        return Duration.between(observedAt, now).compareTo(late(longer)) > 0;
    }

    private static Duration late(Duration interval) {
        return interval.multipliedBy(2).plus(LATE);
    }
}
