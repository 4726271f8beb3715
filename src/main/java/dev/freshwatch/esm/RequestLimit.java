package dev.freshwatch.esm;

import dev.freshwatch.freshness.Reason;
import dev.freshwatch.http.NoAnswer;
import dev.freshwatch.platform.Deadline;
import java.time.Duration;

/**
 * The time limit of one request: the request timeout, or less if a deadline is nearer.
 *
 * @param cut the deadline that shortened it; null if it is the whole request timeout
 */
record RequestLimit(Duration length, Deadline cut) {

    static RequestLimit of(Duration requestTimeout, Deadline deadline, String what) throws EsmException {
        Duration left = deadline.remaining();
        if (left.isZero()) {
            throw new EsmException(Reason.TIMEOUT, deadline.exceeded(what));
        }
        return left.compareTo(requestTimeout) < 0
                ? new RequestLimit(left, deadline)
                : new RequestLimit(requestTimeout, null);
    }

    /**
     * Returns why there is no complete answer.
     *
     * <p>If we shortened the time limit ourselves, a missing answer, handshake or connection says nothing about the
     * ESM: that is our own timeout.
     *
     * @param message explains the failure
     */
    EsmException failure(String what, NoAnswer problem, String message) {
        return cut != null && problem.isOutOfTime()
                ? new EsmException(Reason.TIMEOUT, cut.exceeded(what))
                : EsmErrors.of(what, problem, message);
    }
}
