package dev.freshwatch.sim.misp;

import dev.freshwatch.sim.HttpAnswer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Counts searches against the limit of their key, in windows of 15 minutes. Thread-safe. */
final class Searches {

    private static final Duration WINDOW = Duration.ofSeconds(900);

    private final LongSupplier nanos;
    private final Map<String, Window> windows = new HashMap<>();

    private static final class Window {
        private long opened;
        private int used;
    }

    /** The remaining searches of a key, as reported in the headers of each answer. */
    record Allowance(int limit, int remaining, long resetSeconds, boolean over) {

        HttpAnswer on(HttpAnswer answer) {
            return answer.with("X-Rate-Limit-Limit", Integer.toString(limit))
                    .with("X-Rate-Limit-Remaining", Integer.toString(remaining))
                    .with("X-Rate-Limit-Reset", Long.toString(resetSeconds));
        }
    }

    /** @param nanos like {@link System#nanoTime} */
    Searches(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Counts one more search of this key. */
    synchronized Allowance take(String key, int limit) {
        long now = nanos.getAsLong();
        Window window = windows.computeIfAbsent(key, name -> new Window());
        if (window.used == 0 || now - window.opened >= WINDOW.toNanos()) {
            window.opened = now;
            window.used = 0;
        }
        window.used++;
        long left = WINDOW.toNanos() - (now - window.opened);
        long seconds = Math.max(1, Duration.ofNanos(left).plusMillis(999).toSeconds());
        return new Allowance(limit, Math.max(0, limit - window.used), seconds, window.used > limit);
    }
}
