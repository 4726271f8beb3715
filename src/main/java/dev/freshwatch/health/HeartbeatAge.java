package dev.freshwatch.health;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** How long ago the dead-man's switch accepted a heartbeat. It outlives reloads. Safe for use by many threads. */
public final class HeartbeatAge {

    private final LongSupplier nanoTime;
    private Duration interval;
    private long since;

    /** @param nanoTime the monotonic clock */
    public HeartbeatAge(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** @param every how often a heartbeat is due from now on; null = never */
    public synchronized void expect(Duration every) {
        if (interval == null) {
            since = nanoTime.getAsLong();
        }
        interval = every;
    }

    /** One was accepted. */
    public synchronized void accepted() {
        since = nanoTime.getAsLong();
    }

    /** The time since the latest one that was accepted, or since the first was awaited; empty = none is due. */
    public synchronized Optional<Duration> age() {
        return interval == null ? Optional.empty() : Optional.of(Duration.ofNanos(nanoTime.getAsLong() - since));
    }

    /** How often a heartbeat is due; empty = never. */
    public synchronized Optional<Duration> interval() {
        return Optional.ofNullable(interval);
    }
}
