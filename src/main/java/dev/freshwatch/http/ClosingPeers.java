package dev.freshwatch.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.hc.core5.http.HttpHost;

/**
 * Peers that close connections which both sides had agreed to keep. Requests that must not be repeated go to them only
 * on new connections: a request sent just before their close becomes known is lost. Thread-safe.
 */
final class ClosingPeers {

    private static final long REMEMBERED = Duration.ofMinutes(10).toNanos();

    private final LongSupplier nanos;
    private final Map<HttpHost, Long> closedAt = new ConcurrentHashMap<>();

    /** @param nanos the monotonic clock */
    ClosingPeers(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Remembers that this peer closed a kept connection. */
    void saw(HttpHost peer) {
        closedAt.put(peer, nanos.getAsLong());
    }

    boolean include(HttpHost peer) {
        Long last = closedAt.get(peer);
        return last != null && nanos.getAsLong() - last < REMEMBERED;
    }
}
