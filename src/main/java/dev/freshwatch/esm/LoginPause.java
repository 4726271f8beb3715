package dev.freshwatch.esm;

import java.time.Duration;

/**
 * Keeps refused credentials from being tried again and again: an ESM may lock the account. The pause doubles with each
 * refusal, from one minute to half an hour. Thread-safe, since sessions with the same credentials share one.
 */
final class LoginPause {

    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private Duration length = Duration.ZERO;
    private long endNanos;

    synchronized void refused(long nowNanos) {
        Duration next = length.isZero() ? FIRST : length.multipliedBy(2);
        length = next.compareTo(LONGEST) > 0 ? LONGEST : next;
        endNanos = nowNanos + length.toNanos();
    }

    synchronized void accepted() {
        length = Duration.ZERO;
    }

    /** Returns how long no login may be tried; zero = it may be tried now. */
    synchronized Duration remaining(long nowNanos) {
        long nanos = length.isZero() ? 0 : endNanos - nowNanos;
        return Duration.ofNanos(Math.max(0, nanos));
    }
}
