package dev.freshwatch.outbox;

import java.time.Duration;

/** Says what a failed try of a sink means. Safe for use by many threads. */
@FunctionalInterface
public interface FailureRule {

    /** Everything is tried again. Names the kind of the failure only: messages of exceptions can hold secrets. */
    FailureRule TRY_AGAIN = failure -> Verdict.tryAgain(failure.getClass().getSimpleName(), null);

    /** @param failure what the sink's route threw */
    Verdict judge(Throwable failure);

    /**
     * @param permanent  true: this notice is not tried again
     * @param retryAfter the pause that the sink asked for; null = none
     * @param reason     one plain line, without secrets
     */
    record Verdict(boolean permanent, Duration retryAfter, String reason) {

        public static Verdict permanent(String reason) {
            return new Verdict(true, null, reason);
        }

        /** @param retryAfter may be null */
        public static Verdict tryAgain(String reason, Duration retryAfter) {
            return new Verdict(false, retryAfter, reason);
        }
    }
}
