package dev.freshwatch.platform;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** This machine's time: the wall clock for people, the monotonic one for durations, and waiting. */
public interface PlatformClock {

    /** The wall clock, for people and to compare with what a platform says. It may jump. */
    Instant now();

    /** The monotonic clock, in nanoseconds from an arbitrary point. */
    long nanos();

    /**
     * Waits for this long, or until {@code stop} is at zero.
     *
     * @return whether {@code stop} is at zero
     * @throws InterruptedException where the waiting thread is interrupted
     */
    boolean pause(Duration length, CountDownLatch stop) throws InterruptedException;

    /** @param start an earlier reading of {@link #nanos} */
    default Duration since(long start) {
        return Duration.ofNanos(nanos() - start);
    }

    /** This machine's time with this wall clock. */
    static PlatformClock of(InstantSource wall) {
        return of(wall, System::nanoTime);
    }

    /** Time by these two clocks; waiting takes the machine's time. */
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
