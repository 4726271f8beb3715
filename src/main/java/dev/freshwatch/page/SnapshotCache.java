package dev.freshwatch.page;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Computes something for many readers: one at a time, and not again before it is a second old. Readers that come while it is
 * computed wait for that. Thread-safe.
 */
final class SnapshotCache<T> {

    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Supplier<T> compute;
    private final LongSupplier nanoTime;
    private T latest;
    private long computedAt;

    /** @param nanoTime the monotonic clock */
    SnapshotCache(Supplier<T> compute, LongSupplier nanoTime) {
        this.compute = compute;
        this.nanoTime = nanoTime;
    }

    synchronized T get() {
        if (latest == null || nanoTime.getAsLong() - computedAt >= FRESH.toNanos()) {
            // what fails is not remembered: the next reader tries again
            latest = null;
            latest = compute.get();
            computedAt = nanoTime.getAsLong();
        }
        return latest;
    }
}
