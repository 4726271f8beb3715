package dev.freshwatch.outbox;

import java.time.Duration;

/** Decides what a failed attempt means for a sink. Thread-safe. */
@FunctionalInterface
public interface FailureRule {

    /** Retries everything. Names only the exception type, because exception messages can contain secrets. */
    FailureRule TRY_AGAIN = failure -> Verdict.tryAgain(failure.getClass().getSimpleName(), null, Peer.UNKNOWN);

    /** @param failure the exception of the sink's route */
    Verdict judge(Throwable failure);

    /** Like {@link #judge(Throwable)}, for rules that depend on the sink. */
    default Verdict judge(String sink, Throwable failure) {
        return judge(failure);
    }

    /** What the peer did in a failed attempt. */
    enum Peer {
        /** It refused, so it does not have the notice. */
        ANSWERED,
        /** It was not reached: not one byte of the notice was sent. */
        UNREACHED,
        /** Some recipients have it; it is retried for the others, independently of later notices. */
        PARTLY,
        /** Not known; it may have the notice. */
        UNKNOWN
    }

    /**
     * What a failure means.
     *
     * @param permanent  true: this notice is not retried
     * @param retryAfter the pause that the sink asked for; null = none
     * @param reason     one plain line, without secrets
     * @param peer       what the peer did
     */
    record Verdict(boolean permanent, Duration retryAfter, String reason, Peer peer) {

        /** The peer refused, and would refuse again. */
        public static Verdict permanent(String reason) {
            return new Verdict(true, null, reason, Peer.ANSWERED);
        }

        /** The same verdict with another reason. */
        public Verdict saying(String otherReason) {
            return new Verdict(permanent, retryAfter, otherReason, peer);
        }

        /** @param retryAfter may be null */
        public static Verdict tryAgain(String reason, Duration retryAfter, Peer peer) {
            return new Verdict(false, retryAfter, reason, peer);
        }
    }
}
