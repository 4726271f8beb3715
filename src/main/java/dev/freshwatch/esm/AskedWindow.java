package dev.freshwatch.esm;

import dev.freshwatch.config.Window;
import java.time.Duration;
import java.time.Instant;

/**
 * The window that a record was asked for, by the ESM's clock.
 *
 * @param begin of the window at the moment of the question
 * @param now   the ESM's clock when the answer was there
 */
record AskedWindow(Window window, Instant begin, Instant now) {

    /** The ESM's times are whole seconds, and its clock is read a little apart from them. */
    static final Duration TOLERANCE = Duration.ofMinutes(1);

    private static final Duration A_DAY = Duration.ofDays(1);

    /** Older than what was asked for: no answer to the question, whatever it is. */
    boolean isBefore(Instant record) {
        return record.isBefore(begin.minus(TOLERANCE));
    }

    /**
     * In the window, or ahead of it by no more than clocks and zones are wrong: that is another finding. Day and month in
     * the other order are at least four weeks away.
     */
    boolean mayHold(Instant record) {
        return !isBefore(record) && !record.isAfter(now.plus(A_DAY));
    }
}
