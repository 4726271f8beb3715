package dev.freshwatch.misp;

import dev.freshwatch.freshness.Reason;
import dev.freshwatch.misp.MispException.OfKey;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps a refused key from being sent again and again: MISP logs each refusal. The pause doubles with each refusal,
 * from two cycles to half an hour. Thread-safe.
 */
final class KeyPause {

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final Duration first;
    private final Duration longest;
    private final LongSupplier nanos;
    private Duration length = Duration.ZERO;
    private long endNanos;
    private String why = "";

    KeyPause(Duration every, LongSupplier nanos) {
        Duration two = every.multipliedBy(2);
        this.first = two.compareTo(SHORTEST) < 0 ? SHORTEST : two;
        this.longest = two.compareTo(LONGEST) < 0 ? LONGEST : two;
        this.nanos = nanos;
    }

    /** @throws MispException the last refusal, as long as the pause lasts */
    synchronized void check() throws MispException {
        boolean over = length.isZero() || endNanos - nanos.getAsLong() <= 0;
        if (!over) {
            throw new MispException(Reason.UNAUTHORIZED, why, OfKey.REFUSED, null);
        }
    }

    /** Records that the key was refused again. */
    synchronized void refused(MispException refusal) {
        Duration next = length.isZero() ? first : length.multipliedBy(2);
        length = next.compareTo(longest) > 0 ? longest : next;
        endNanos = nanos.getAsLong() + length.toNanos();
        why = refusal.getMessage();
    }

    synchronized void taken() {
        length = Duration.ZERO;
    }
}
