package dev.freshwatch.health;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** How long ago the dead-man's switch accepted a heartbeat. It outlives reloads. Safe for use by many threads. */
public final class HeartbeatAge {

    private final LongSupplier nanoTime;
    private Duration interval;
    private boolean here = true;
    private long since;

    /** @param nanoTime the monotonic clock */
    public HeartbeatAge(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** @param every how often a heartbeat is due from now on; null = never */
    public synchronized void expect(Duration every) {
        set(every, here);
    }

    /** @param sends whether this process is to send it: of several nodes, one does */
    public synchronized void here(boolean sends) {
        set(interval, sends);
    }

    private void set(Duration every, boolean sends) {
        boolean before = isDue();
        interval = every;
        here = sends;
        if (!before) {
            since = nanoTime.getAsLong();
        }
    }

    private boolean isDue() {
        return interval != null && here;
    }

    /** One was accepted. */
    public synchronized void accepted() {
        since = nanoTime.getAsLong();
    }

    /** The time since the latest one that was accepted, or since the first was awaited; empty = none is due here. */
    public synchronized Optional<Duration> age() {
        return isDue() ? Optional.of(Duration.ofNanos(nanoTime.getAsLong() - since)) : Optional.empty();
    }

    /** How often a heartbeat is due; empty = never, or not from here. */
    public synchronized Optional<Duration> interval() {
        return isDue() ? Optional.of(interval) : Optional.empty();
    }
}
