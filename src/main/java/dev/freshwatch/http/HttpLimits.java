package dev.freshwatch.http;

import java.time.Duration;

/**
 * Limits on the calls to one peer.
 *
 * @param timeout     one call that sets no time limit of its own: from its start to the last byte of the answer
 * @param connect     one TCP connection or TLS handshake; never more than the remaining time of the call
 * @param maxBytes    the body of an answer, before and after decompression; at most 256 MiB; 0 = it is not read at all
 * @param connections number of open connections; further calls wait, within their own time limit
 */
public record HttpLimits(Duration timeout, Duration connect, int maxBytes, int connections) {

    /** Enough for any answer of an ESM to our queries, which have at most some hundred rows. */
    public static final int ONE_MIB = 1 << 20;

    private static final int MOST_BYTES = 1 << 28;

    public HttpLimits {
        if (timeout.isZero() || timeout.isNegative() || connect.isZero() || connect.isNegative()) {
            throw new IllegalArgumentException("a time limit must be positive");
        }
        if (maxBytes < 0 || maxBytes > MOST_BYTES || connections < 1) {
            throw new IllegalArgumentException("a limit is out of range");
        }
    }

    /** Returns limits with 10 s to connect, answers up to 1 MiB, and 20 connections. */
    public static HttpLimits of(Duration timeout) {
        return new HttpLimits(timeout, Duration.ofSeconds(10), ONE_MIB, 20);
    }

    /**
     * Returns limits for calls that only need status and headers, however long or broken the body is. The price is a
     * new connection after an answer whose body did not arrive together with its head.
     */
    public HttpLimits withoutBodies() {
        return withMaxBytes(0);
    }

    public HttpLimits withMaxBytes(int bytes) {
        return new HttpLimits(timeout, connect, bytes, connections);
    }

    public HttpLimits withConnections(int count) {
        return new HttpLimits(timeout, connect, maxBytes, count);
    }
}
