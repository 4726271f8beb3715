package dev.freshwatch.outbox;

import java.time.Duration;

/** Says what a failed try of a sink means. Safe for use by many threads. */
@FunctionalInterface
public interface FailureRule {

    /** Everything is tried again. Names the kind of the failure only: messages of exceptions can hold secrets. */
    FailureRule TRY_AGAIN = failure -> Verdict.tryAgain(failure.getClass().getSimpleName(), null, Peer.UNKNOWN);

    /** @param failure what the sink's route threw */
    Verdict judge(Throwable failure);

    /** The same, where more can be said of a sink whose name is known. */
    default Verdict judge(String sink, Throwable failure) {
        return judge(failure);
    }

    /** What the other side did at a try that failed. */
    enum Peer {
        /** It said no, so it does not have the notice. */
        ANSWERED,
        /** It was not reached: not a byte of the notice was sent. */
        UNREACHED,
        /** Some of those for whom it is have it: the others are asked again, beside what comes next. */
        PARTLY,
        /** Nobody knows; it may have the notice. */
        UNKNOWN
    }

    /**
     * @param permanent  true: this notice is not tried again
     * @param retryAfter the pause that the sink asked for; null = none
     * @param reason     one plain line, without secrets
     * @param peer       what the other side did
     */
    record Verdict(boolean permanent, Duration retryAfter, String reason, Peer peer) {

        /** It said no, and would say so again. */
        public static Verdict permanent(String reason) {
            return new Verdict(true, null, reason, Peer.ANSWERED);
        }

        /** The same with another reason. */
        public Verdict saying(String otherReason) {
            return new Verdict(permanent, retryAfter, otherReason, peer);
        }

        /** @param retryAfter may be null */
        public static Verdict tryAgain(String reason, Duration retryAfter, Peer peer) {
            return new Verdict(false, retryAfter, reason, peer);
        }
    }
}
