package dev.freshwatch.esm;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Our own time: the wall clock for people, the monotonic one for durations, and waiting. */
interface OurTime {

    /** The wall clock. It may jump. */
    Instant now();

    /** The monotonic clock, in nanoseconds from an arbitrary point. */
    long nanos();

    /** Waits for this long, or until {@code stop} is at zero; true = it is. */
    boolean pause(Duration length, CountDownLatch stop) throws InterruptedException;

    /** The machine's time with this wall clock. */
    static OurTime of(InstantSource wall) {
        return new OurTime() {
            @Override
            public Instant now() {
                return wall.instant();
            }

            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public boolean pause(Duration length, CountDownLatch stop) throws InterruptedException {
                return stop.await(length.toNanos(), TimeUnit.NANOSECONDS);
            }
        };
    }
}
