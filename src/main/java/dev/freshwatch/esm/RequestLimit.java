package dev.freshwatch.esm;

import dev.freshwatch.freshness.Reason;
import dev.freshwatch.http.NoAnswer;
import dev.freshwatch.platform.Deadline;
import java.time.Duration;

/**
 * The time limit of one request: the request timeout, or less where a deadline is nearer.
 *
 * @param cut the deadline that made it shorter; null where it is the whole request timeout
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
     * Why there is no whole answer.
     *
     * <p>No answer, no handshake, no connection in a time that we cut short says nothing about the ESM's reachability: that
     * is a timeout of ours.
     *
     * @param message what it is, in words
     */
    EsmException failure(String what, NoAnswer problem, String message) {
        return cut != null && problem.isOutOfTime()
                ? new EsmException(Reason.TIMEOUT, cut.exceeded(what))
                : EsmErrors.of(what, problem, message);
    }
}
