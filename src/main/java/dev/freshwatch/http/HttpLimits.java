package dev.freshwatch.http;

import java.time.Duration;

/**
 * What one peer may cost us.
 *
 * @param timeout     one call where it does not say its own time: from its start to the last byte of the answer
 * @param connect     one TCP connection or TLS handshake; never more than what is left of the call
 * @param maxBytes    the body of an answer, before and after decompression; at most 256 MiB; 0 = it is not read at all
 * @param connections open at the same time; further calls wait, and that counts against their time
 */
public record HttpLimits(Duration timeout, Duration connect, int maxBytes, int connections) {

    /** Enough for any answer of an ESM to the questions we ask: at most some hundred rows. */
    public static final int ONE_MIB = 1 << 20;

    private static final int MOST_BYTES = 1 << 28;

    public HttpLimits {
        if (timeout.isZero() || timeout.isNegative() || connect.isZero() || connect.isNegative()) {
            throw new IllegalArgumentException("a time limit must be more than nothing");
        }
        if (maxBytes < 0 || maxBytes > MOST_BYTES || connections < 1) {
            throw new IllegalArgumentException("a limit is out of range");
        }
    }

    /** 10 s to connect, answers up to 1 MiB, 20 connections. */
    public static HttpLimits of(Duration timeout) {
        return new HttpLimits(timeout, Duration.ofSeconds(10), ONE_MIB, 20);
    }

    /**
     * Only status and headers of an answer are waited for, however long or broken its body is. The price is a new
     * connection after an answer whose body did not come with its head.
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
