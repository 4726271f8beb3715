package dev.freshwatch.samples;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Whether the clock can be trusted so far that what is old by it may be deleted: a clock that is a year ahead for an hour
 * must not cost the history. After a leap forward, or a start long after the newest sample, a day must pass.
 */
final class PruneGuard {

    private static final Duration LEAP = Duration.ofHours(1);
    private static final Duration AWAY = Duration.ofDays(2);
    private static final Duration WAIT = Duration.ofDays(1);

    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private Instant seenAt;
    private long seenNanos;
    /** Null = at once. */
    private Long notBefore;

    PruneGuard(InstantSource clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.seenAt = clock.instant();
        this.seenNanos = nanoTime.getAsLong();
    }

    /** @param newest sample that was stored before the start; null = none */
    void started(Instant newest) {
        if (newest != null && newest.plus(AWAY).isBefore(seenAt)) {
            notBefore = seenNanos + WAIT.toNanos();
        }
    }

    /** To be called at least once an hour. */
    boolean mayPrune() {
        Instant now = clock.instant();
        long nanos = nanoTime.getAsLong();
        Duration leap = Duration.between(seenAt, now).minusNanos(nanos - seenNanos);
        seenAt = now;
        seenNanos = nanos;
        if (leap.compareTo(LEAP) > 0) {
            notBefore = nanos + WAIT.toNanos();
        }
        if (notBefore != null && nanos - notBefore >= 0) {
            notBefore = null;
        }
        return notBefore == null;
    }
}
