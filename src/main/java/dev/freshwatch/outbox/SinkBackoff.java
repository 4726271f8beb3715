package dev.freshwatch.outbox;

import java.time.Duration;
import java.util.function.IntFunction;

/**
 * Pauses one sink as a whole: after a failed attempt nothing is handed out for a while, then a single row probes
 * whether the sink works again. Times are {@link System#nanoTime}. Not thread-safe.
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

    /** Whether the last attempts failed. */
    boolean isFailing() {
        return failures > 0;
    }

    /** Before a restart, the sink asked for a pause until then. */
    void closeUntil(long then) {
        failures = 1;
        failedAt = System.nanoTime();
        openAt = then;
        asked = true;
    }

    /**
     * Ends the pause, unless the sink itself asked for it, because somebody wants to know now whether the sink works.
     */
    void hurry(long now) {
        if (!asked) {
            openAt = now;
        }
    }

    /** How long until something may be handed out; {@link Long#MAX_VALUE} while that depends on a running attempt. */
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

    /** Returns whether this ended a pause. */
    boolean answered(DeliveryAttempt attempt) {
        clear(attempt);
        boolean wasDown = failures > 0;
        failures = 0;
        return wasDown;
    }

    /**
     * Records a failure. Attempts that ran at the same time and failed together count as one.
     *
     * @param itAsked whether the sink itself asked for the pause
     * @param pause   the pause for a number of failures in a row
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

    /** No attempt is under way any more. */
    void begin() {
        probe = null;
    }

    /** Clears an attempt that has no outcome because of a stop. */
    void clear(DeliveryAttempt attempt) {
        if (probe == attempt) {
            probe = null;
        }
    }
}
