package dev.freshwatch.esm;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * As many event queries as may be open on one ESM at the same time: never more than configured, and no more than it
 * bears. A refusal beside other open queries halves the number; then it grows by one after a pause, which doubles each
 * time the ESM refuses again. Safe for use by many threads; who came first gets the next permit.
 */
final class QueryPermits {

    /** The ESM is not tempted more often than this to show whether it bears one more. */
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(10);

    private static final Duration LONGEST_PAUSE = Duration.ofHours(12);

    private final OurTime time;
    private final int most;
    private final Permits permits;
    private int allowed;
    private int generation;
    private Duration pause = FIRST_PAUSE;
    private long growAtNanos;

    private static final class Permits extends Semaphore {

        Permits(int permits) {
            super(permits, true);
        }

        void fewer(int by) {
            reducePermits(by);
        }
    }

    /** One permit, from before a query is opened until it is closed. */
    final class Permit implements AutoCloseable {

        private final int since;

        private Permit(int since) {
            this.since = since;
        }

        /** The ESM has refused the query, or asked to be asked less; to be called before the permit is given back. */
        void refused() {
            QueryPermits.this.refused(since);
        }

        @Override
        public void close() {
            permits.release();
        }
    }

    QueryPermits(OurTime time, int most) {
        this.time = time;
        this.most = most;
        this.allowed = most;
        this.permits = new Permits(most);
    }

    /** Null where none was free in this time. */
    Permit take(Duration within) throws InterruptedException {
        int since = grow();
        return permits.tryAcquire(Math.max(0, within.toNanos()), TimeUnit.NANOSECONDS) ? new Permit(since) : null;
    }

    /** How many may be open now; at least one. */
    synchronized int allowed() {
        return allowed;
    }

    /** Waits until none is open; false where that took too long. Nobody may want to open one any more. */
    boolean drain(Duration within) throws InterruptedException {
        int all = allowed();
        if (!permits.tryAcquire(all, within.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        // Whoever still waits for one may go on, and finds that nothing new is begun.
        permits.release(all);
        return true;
    }

    private synchronized int grow() {
        if (time.nanos() - growAtNanos >= 0) {
            if (allowed < most) {
                allowed++;
                growAtNanos = time.nanos() + pause.toNanos();
                permits.release();
            } else {
                pause = FIRST_PAUSE;
            }
        }
        return generation;
    }

    /** Queries that were begun together are refused together: that counts once. */
    private synchronized void refused(int since) {
        int open = allowed - permits.availablePermits();
        if (since != generation || open <= 1 || allowed == 1) {
            return;
        }
        int fewer = Math.max(1, Math.min(allowed, open) / 2);
        permits.fewer(allowed - fewer);
        allowed = fewer;
        generation++;
        growAtNanos = time.nanos() + pause.toNanos();
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}
