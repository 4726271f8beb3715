package dev.freshwatch.esm;

import dev.freshwatch.config.Window;
import java.time.Duration;
import java.time.Instant;

/**
 * The window that records were requested for, by the ESM's clock.
 *
 * @param begin start of the window when the request was made
 * @param now   the ESM's clock when the answer was complete
 */
record AskedWindow(Window window, Instant begin, Instant now) {

    /** The ESM's times are whole seconds, and its clock is read slightly earlier or later. */
    static final Duration TOLERANCE = Duration.ofMinutes(1);

    private static final Duration A_DAY = Duration.ofDays(1);

    /** Whether a record is older than the window, so that it cannot be an answer to the request. */
    boolean isBefore(Instant record) {
        return record.isBefore(begin.minus(TOLERANCE));
    }

    /**
     * Whether a record is within the window, or ahead of it by no more than a wrong clock or zone explains; that is a
     * finding of its own. Swapping day and month makes a difference of at least four weeks.
     */
    boolean mayHold(Instant record) {
        return !isBefore(record) && !record.isAfter(now.plus(A_DAY));
    }
}
