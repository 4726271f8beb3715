package dev.freshwatch.esm;

import dev.freshwatch.freshness.Reason;
import dev.freshwatch.platform.Deadline;
import java.time.Duration;

/**
 * Repeats calls that were refused or failed temporarily (section 8): after a pause, at most twice, and within their
 * deadline. A pause requested by the ESM is respected; if it does not fit, the call fails. Thread-safe.
 */
final class EsmRetry {

    private static final int TRIES = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(300);
    private static final int GROWTH = 4;

    private final Wait wait;

    /** Waits between two attempts. */
    interface Wait {
        void pause(Duration length) throws EsmException, InterruptedException;
    }

    /** One attempt. */
    interface Try<T> {
        T make() throws EsmException;
    }

    EsmRetry(Wait wait) {
        this.wait = wait;
    }

    /** Makes a call that only reads. */
    <T> T reading(Deadline deadline, Try<T> call) throws EsmException {
        return make(deadline, call, true);
    }

    /**
     * Makes a call that opens something: if its answer broke off, it may have been carried out, and is not repeated.
     */
    <T> T opening(Deadline deadline, Try<T> call) throws EsmException {
        return make(deadline, call, false);
    }

    private <T> T make(Deadline deadline, Try<T> call, boolean reads) throws EsmException {
        for (int tries = 1; ; tries++) {
            try {
                return call.make();
            } catch (EsmException failure) {
                if (!reads && failure.isCarriedOut() || !again(failure, tries, deadline)) {
                    throw failure;
                }
            }
        }
    }

    /** Whether this is the last attempt; the first one is number 1. */
    static boolean isLast(int attempt) {
        return attempt >= TRIES;
    }

    /**
     * Waits if there should be another attempt.
     *
     * @param tries number of attempts so far
     * @return false if there is no other attempt
     */
    boolean again(EsmException failure, int tries, Deadline deadline) throws EsmException {
        if (isLast(tries) || !failure.isPassing() || Thread.currentThread().isInterrupted()) {
            return false;
        }
        Duration pause = FIRST_PAUSE.multipliedBy((long) Math.pow(GROWTH, tries - 1.0));
        if (failure.askedPause() != null && failure.askedPause().compareTo(pause) > 0) {
            pause = failure.askedPause();
        }
        if (pause.compareTo(deadline.remaining()) >= 0) {
            return false;
        }
        try {
            wait.pause(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EsmException(Reason.TIMEOUT, "abandoned", e);
        }
    }
}
