package dev.freshwatch.platform;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The clocks of this machine: the wall clock for people, the monotonic clock for durations, and waiting. */
public interface PlatformClock {

    /** Returns the wall clock time, for people and for comparison with a platform's times. It may jump. */
    Instant now();

    /** Returns the monotonic clock, in nanoseconds from an arbitrary origin. */
    long nanos();

    /**
     * Waits for this long, or until {@code stop} reaches zero.
     *
     * @return whether {@code stop} is at zero
     * @throws InterruptedException if the waiting thread is interrupted
     */
    boolean pause(Duration length, CountDownLatch stop) throws InterruptedException;

    /**
     * Returns the time since an earlier reading.
     *
     * @param start an earlier reading of {@link #nanos}
     */
    default Duration since(long start) {
        return Duration.ofNanos(nanos() - start);
    }

    /** Returns a clock with this wall clock and the machine's monotonic clock. */
    static PlatformClock of(InstantSource wall) {
        return of(wall, System::nanoTime);
    }

    /** Returns a clock from these two; waiting always uses the machine's time. */
    static PlatformClock of(InstantSource wall, LongSupplier nanos) {
        return new PlatformClock() {
            @Override
            public Instant now() {
                return wall.instant();
            }

            @Override
            public long nanos() {
                return nanos.getAsLong();
            }

            @Override
            public boolean pause(Duration length, CountDownLatch stop) throws InterruptedException {
                return stop.await(length.toNanos(), TimeUnit.NANOSECONDS);
            }
        };
    }
}
