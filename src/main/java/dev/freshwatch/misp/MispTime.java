package dev.freshwatch.misp;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Our own time.
 *
 * @param wall  tells the time to people and against what MISP says; it may jump
 * @param nanos the monotonic clock, for durations
 */
record MispTime(InstantSource wall, LongSupplier nanos) {

    static MispTime of(InstantSource wall) {
        return new MispTime(wall, System::nanoTime);
    }

    Instant now() {
        return wall.instant();
    }

    /** Since a reading of {@link #nanos}. */
    Duration since(long start) {
        return Duration.ofNanos(nanos.getAsLong() - start);
    }
}
