package dev.freshwatch.esm;

import dev.freshwatch.freshness.Reason;
import dev.freshwatch.platform.Deadline;
import java.time.Duration;

/**
 * Makes a call again that was refused or failed in passing (section 8): after a pause, at most twice, and within its
 * deadline. A pause that the ESM asks for is kept; where it does not fit, the refusal stands. Safe for use by many threads.
 */
final class EsmRetry {

    private static final int TRIES = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(300);
    private static final int GROWTH = 4;

    private final Wait wait;

    /** Waits between two tries. */
    interface Wait {
        void pause(Duration length) throws EsmException, InterruptedException;
    }

    /** One try. */
    interface Try<T> {
        T make() throws EsmException;
    }

    EsmRetry(Wait wait) {
        this.wait = wait;
    }

    /** For a call that only reads. */
    <T> T reading(Deadline deadline, Try<T> call) throws EsmException {
        return make(deadline, call, true);
    }

    /** For a call that opens something: where its answer broke off it may have been carried out, and is not made again. */
    <T> T startup(Deadline deadline, Try<T> call) throws EsmException {
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

    /** Whether there is none after this one; the first is number 1. */
    static boolean isLast(int attempt) {
        return attempt >= TRIES;
    }

    /**
     * Waits where there is to be another try.
     *
     * @param tries how many there were
     * @return false = there is none
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
