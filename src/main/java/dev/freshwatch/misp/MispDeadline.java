package dev.freshwatch.misp;

import java.time.Duration;

/** The end of a cycle's time, by the monotonic clock. */
record MispDeadline(MispTime time, long endNanos) {

    static MispDeadline in(MispTime time, Duration length) {
        return new MispDeadline(time, time.nanos().getAsLong() + length.toNanos());
    }

    /** What is left; zero where it is over. */
    Duration remaining() {
        return Duration.ofNanos(Math.max(0, endNanos - time.nanos().getAsLong()));
    }

    boolean isOver() {
        return remaining().isZero();
    }
}
