package dev.freshwatch.outbox;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What an {@link OutboxComponent} hands on to the next one in the same process: which thread still serves a sink, the
 * backoff of sinks that fail, and when old rows are deleted next. Safe for use by many threads.
 */
public final class SinkRelay {

    private static final Duration FIRST_SWEEP = Duration.ofMinutes(5);
    private static final Duration SWEEP_EVERY = Duration.ofHours(1);

    private final Map<String, Thread> serving = new ConcurrentHashMap<>();
    private final Map<String, SinkBackoff> backoffs = new ConcurrentHashMap<>();
    private long sweepAt = System.nanoTime() + FIRST_SWEEP.toNanos();
    private StoreDownNotifier notifier;

    /** Forgets the backoff of sinks whose configuration has changed. */
    public void forget(Set<String> sinks) {
        sinks.forEach(backoffs::remove);
    }

    SinkBackoff backoff(String sink) {
        return backoffs.computeIfAbsent(sink, any -> new SinkBackoff());
    }

    /** The thread that still serves this sink; null = none. */
    Thread predecessor(String sink) {
        Thread last = serving.get(sink);
        return last == null || !last.isAlive() ? null : last;
    }

    void servedBy(String sink, Thread thread) {
        serving.put(sink, thread);
    }

    /** The notifier of this process, created by the first call. */
    synchronized StoreDownNotifier notifier(Supplier<StoreDownNotifier> first) {
        if (notifier == null) {
            notifier = first.get();
        }
        return notifier;
    }

    /** Whether old rows are due to be deleted; true once, for the caller that is to do it. */
    synchronized boolean takeSweep() {
        long now = System.nanoTime();
        boolean due = sweepAt - now <= 0;
        if (due) {
            sweepAt = now + SWEEP_EVERY.toNanos();
        }
        return due;
    }
}
