package dev.freshwatch.misp;

import dev.freshwatch.freshness.Reason;
import dev.freshwatch.misp.MispException.OfKey;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps a key that MISP refuses from being shown to it again and again: each time MISP writes that into its log. The
 * pause doubles with each refusal, from two cycles to half an hour. Safe for use by many threads.
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

    /** @throws MispException the refusal of last time, as long as the pause goes on */
    synchronized void check() throws MispException {
        boolean over = length.isZero() || endNanos - nanos.getAsLong() <= 0;
        if (!over) {
            throw new MispException(Reason.UNAUTHORIZED, why, OfKey.REFUSED, null);
        }
    }

    /** The key was refused once more. */
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
