package dev.freshwatch.esm;

import dev.freshwatch.platform.PlatformClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * As many event queries as may be open on one ESM at the same time: never more than configured, and no more than it
 * bears. A refusal beside other open queries halves the number; then it grows by one after a pause, which doubles each
 * time the ESM refuses again. Safe for use by many threads; who came first gets the next permit, and who wants to be
 * alone comes after all others.
 */
final class QueryPermits {

    /** The ESM is not tempted more often than this to show whether it bears one more. */
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(10);

    private static final Duration LONGEST_PAUSE = Duration.ofHours(12);

    private final PlatformClock time;
    private final int most;
    private final Deque<Permit> waiting = new ArrayDeque<>();
    private final Deque<Permit> waitingAlone = new ArrayDeque<>();
    private final Set<Permit> open = new HashSet<>();
    private int allowed;
    private int generation;
    private Duration pause = FIRST_PAUSE;
    private long growAtNanos;

    /** One permit, from before a query is opened until it is closed; or the place in the queue for one. */
    final class Permit implements AutoCloseable {

        private final boolean alone;
        private final CountDownLatch granted = new CountDownLatch(1);
        /** How many times the number had been halved when this one was granted; what was refused since is news. */
        private int since;
        /** The most that were open at the same time as this one, itself included. */
        private int beside;

        private Permit(boolean alone) {
            this.alone = alone;
        }

        boolean isGranted() {
            return granted.getCount() == 0;
        }

        /** Whether no other query was open all the time: an ESM that refuses this one refuses every one. */
        boolean wasAlone() {
            synchronized (QueryPermits.this) {
                return beside == 1;
            }
        }

        /** The ESM has refused the query, or asked to be asked less; to be called before the permit is given back. */
        void refused() {
            QueryPermits.this.refused(this);
        }

        /** Gives it back, or leaves the queue. */
        @Override
        public void close() {
            giveBack(this);
        }
    }

    QueryPermits(PlatformClock time, int most) {
        this.time = time;
        this.most = most;
        this.allowed = most;
    }

    /**
     * Waits for a permit.
     *
     * @param alone true = with no other query open beside it, before it is given back
     * @return null where there was none in this time
     */
    Permit take(Duration within, boolean alone) throws InterruptedException {
        Permit permit = ask(alone);
        boolean got = false;
        try {
            got = permit.granted.await(within.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            if (!got) {
                permit.close();
            }
        }
        return got ? permit : null;
    }

    /** A permit, or a place in the queue: it is granted as soon as others are given back. */
    synchronized Permit ask(boolean alone) {
        grow();
        Permit permit = new Permit(alone);
        (alone ? waitingAlone : waiting).add(permit);
        grant();
        return permit;
    }

    /** How many may be open now; at least one. */
    synchronized int allowed() {
        return allowed;
    }

    /** Waits until none is open; false where that took too long. Nobody may want to open one any more. */
    boolean drain(Duration within) throws InterruptedException {
        // Whoever still waits for one gets it first, and finds that nothing new is begun.
        Permit none = take(within, true);
        if (none == null) {
            return false;
        }
        none.close();
        return true;
    }

    private void grow() {
        if (time.nanos() - growAtNanos < 0) {
            return;
        }
        if (allowed < most) {
            allowed++;
            growAtNanos = time.nanos() + pause.toNanos();
        } else {
            pause = FIRST_PAUSE;
        }
    }

    private void grant() {
        while (!waiting.isEmpty() && open.size() < allowed && open.stream().noneMatch(permit -> permit.alone)) {
            grant(waiting.poll());
        }
        if (waiting.isEmpty() && !waitingAlone.isEmpty() && open.isEmpty()) {
            grant(waitingAlone.poll());
        }
    }

    private void grant(Permit permit) {
        open.add(permit);
        permit.since = generation;
        open.forEach(each -> each.beside = Math.max(each.beside, open.size()));
        permit.granted.countDown();
    }

    private synchronized void giveBack(Permit permit) {
        waiting.remove(permit);
        waitingAlone.remove(permit);
        open.remove(permit);
        grant();
    }

    /** Queries that were begun together are refused together: that counts once. */
    private synchronized void refused(Permit permit) {
        if (permit.since != generation || permit.beside <= 1 || allowed == 1) {
            return;
        }
        allowed = Math.max(1, Math.min(allowed, permit.beside) / 2);
        generation++;
        growAtNanos = time.nanos() + pause.toNanos();
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}
