package dev.freshwatch.app;

import java.time.Duration;

/**
 * The result of a drill in one sink.
 *
 * @param reason   why, in one line; null if successful
 * @param attempts number of attempts
 * @param took     time until it was accepted; null if it was not
 */
public record DrillOutcome(String sink, Result result, String reason, int attempts, Duration took) {

    /** The result as a single word. */
    public enum Result {
        ACCEPTED,
        /** It was sent, but whether it arrived cannot be known. */
        SENT,
        /** The peer refused it. */
        REFUSED,
        NO_ANSWER,
        /** The routes do not send it to this sink. */
        NOT_ADDRESSED
    }

    /** Whether this is the best result that the sink can give. */
    public boolean isGood() {
        return result == Result.ACCEPTED || result == Result.SENT;
    }

    static DrillOutcome bad(String sink, Result result, String reason, int attempts) {
        return new DrillOutcome(sink, result, reason, attempts, null);
    }
}
