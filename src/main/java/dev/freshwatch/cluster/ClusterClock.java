package dev.freshwatch.cluster;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The database's clock, carried on by the monotonic one: all nodes store times of the same clock, whatever happens to the
 * clocks of their machines. Until the database was asked, the clock of the machine. Thread-safe.
 */
public final class ClusterClock implements InstantSource {

    /** What a statement takes is no reason to set the clock. */
    private static final Duration SMALL = Duration.ofMillis(100);

    private record Reading(Instant time, long at) {}

    private final InstantSource machine;
    private final LongSupplier nanoTime;
    private final Duration pause;
    private volatile Reading last;
    private volatile Reading latest;
    private volatile long beganAt;

    /** @param pause what is longer between two answers of the database is a gap */
    public ClusterClock(InstantSource machine, LongSupplier nanoTime, Duration pause) {
        this.machine = machine;
        this.nanoTime = nanoTime;
        this.pause = pause;
    }

    @Override
    public Instant instant() {
        Reading reading = last;
        return reading == null ? machine.instant() : at(reading, nanoTime.getAsLong());
    }

    private static Instant at(Reading reading, long nanos) {
        return reading.time().plusNanos(nanos - reading.at());
    }

    /** @param time read from the database between these two moments, monotonic in nanoseconds */
    void read(Instant time, long sent, long received) {
        long middle = sent + (received - sent) / 2;
        Reading before = last;
        Duration off = before == null
                ? null
                : Duration.between(at(before, middle), time).abs();
        if (off == null || off.compareTo(SMALL.plusNanos(received - sent)) > 0) {
            last = new Reading(time, middle);
        }
        Reading previous = latest;
        if (previous == null || isGap(received - previous.at()) || isGap(nanos(previous.time(), time))) {
            beganAt = received;
        }
        latest = new Reading(time, received);
    }

    private static long nanos(Instant from, Instant to) {
        return Duration.between(from, to).toNanos();
    }

    private boolean isGap(long nanos) {
        return Math.abs(nanos) > pause.toNanos();
    }

    /**
     * For how long the database has been answering without a gap, and without a jump of its clock; zero if it does not answer
     * now. What this node has not seen for longer than that may have been there.
     */
    public Duration unbroken() {
        Reading answer = latest;
        long now = nanoTime.getAsLong();
        return answer == null || isGap(now - answer.at()) ? Duration.ZERO : Duration.ofNanos(now - beganAt);
    }
}
