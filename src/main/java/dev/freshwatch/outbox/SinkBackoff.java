package dev.freshwatch.outbox;

import java.time.Duration;
import java.util.function.IntFunction;

/**
 * How one sink pauses as a whole: after a failed try nothing is handed out for a while, then one row alone tries whether
 * the sink is back. Times are {@link System#nanoTime}. For one thread.
 */
final class SinkBackoff {

    private int failures;
    private long openAt;
    private long failedAt;
    private boolean asked;
    private DeliveryAttempt probe;

    boolean isOpen(long now) {
        return failures == 0 || (probe == null && openAt - now <= 0);
    }

    /** Whether the last tries failed. */
    boolean isFailing() {
        return failures > 0;
    }

    /** The sink asked, before a restart, to be left alone until then. */
    void closeUntil(long then) {
        failures = 1;
        failedAt = System.nanoTime();
        openAt = then;
        asked = true;
    }

    /** Somebody wants to know now whether the sink works: its pause is over, unless it asked for that itself. */
    void hurry(long now) {
        if (!asked) {
            openAt = now;
        }
    }

    /** How long until something may be handed out; {@link Long#MAX_VALUE} while that hangs on a try under way. */
    long untilOpen(long now) {
        if (failures == 0) {
            return 0;
        }
        return probe == null ? openAt - now : Long.MAX_VALUE;
    }

    void handedOut(DeliveryAttempt attempt) {
        if (failures > 0) {
            probe = attempt;
        }
    }

    /** @return whether this ended a pause */
    boolean answered(DeliveryAttempt attempt) {
        clear(attempt);
        boolean wasDown = failures > 0;
        failures = 0;
        return wasDown;
    }

    /**
     * Tries that were under way together and fail together are one failure.
     *
     * @param itAsked whether the sink itself asked for the pause
     * @param pause   for so many failures in a row
     * @return whether this began a pause
     */
    boolean failed(DeliveryAttempt attempt, long now, boolean itAsked, IntFunction<Duration> pause) {
        clear(attempt);
        asked = itAsked;
        boolean sameOutage = failures > 0 && attempt.startedAt() - failedAt < 0;
        if (!sameOutage) {
            failures++;
            failedAt = now;
        }
        long until = now + pause.apply(failures).toNanos();
        openAt = sameOutage && openAt - until > 0 ? openAt : until;
        return failures == 1 && !sameOutage;
    }

    /** A try that came to nothing, because everything is being stopped. */
    void clear(DeliveryAttempt attempt) {
        if (probe == attempt) {
            probe = null;
        }
    }
}
