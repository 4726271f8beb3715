package dev.freshwatch.app;

import java.time.Duration;

/**
 * What became of a drill in one sink.
 *
 * @param reason   why, in one line; null where it is good
 * @param attempts how often it was tried
 * @param took     until it was taken; null where it was not
 */
public record DrillOutcome(String sink, Result result, String reason, int attempts, Duration took) {

    /** The same in a word. */
    public enum Result {
        ACCEPTED,
        /** It left, and nobody can say whether it arrived. */
        SENT,
        /** The other side said no. */
        REFUSED,
        NO_ANSWER,
        /** The routes do not send it there. */
        NOT_ADDRESSED
    }

    /** Whether this is all that can be asked for. */
    public boolean isGood() {
        return result == Result.ACCEPTED || result == Result.SENT;
    }

    static DrillOutcome bad(String sink, Result result, String reason, int attempts) {
        return new DrillOutcome(sink, result, reason, attempts, null);
    }
}
