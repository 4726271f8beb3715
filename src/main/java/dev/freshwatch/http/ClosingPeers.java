package dev.freshwatch.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.hc.core5.http.HttpHost;

/**
 * Peers that close connections which both sides had agreed to keep. What cannot be asked twice goes to them on new
 * connections alone: between their answer and the news of their close there is a moment in which a request is lost.
 * Safe for use by many threads.
 */
final class ClosingPeers {

    private static final long REMEMBERED = Duration.ofMinutes(10).toNanos();

    private final LongSupplier nanos;
    private final Map<HttpHost, Long> seen = new ConcurrentHashMap<>();

    /** @param nanos the monotonic clock */
    ClosingPeers(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** This peer has closed a connection that was kept. */
    void saw(HttpHost peer) {
        seen.put(peer, nanos.getAsLong());
    }

    boolean include(HttpHost peer) {
        Long last = seen.get(peer);
        return last != null && nanos.getAsLong() - last < REMEMBERED;
    }
}
