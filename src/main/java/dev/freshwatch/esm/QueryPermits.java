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
 * Limits the number of open event queries on one ESM: never more than configured, and no more than the ESM bears. The
 * limit starts at one, and rises by one whenever as many queries were open and each was answered quickly. A refusal while
 * other queries are open, and answers that are slow ({@link QuerySpeed}), halve it; from then on it grows by one after a pause, which doubles each time it is halved again.
 * Thread-safe; permits are granted in order of request, and those for running alone after all others.
 */
final class QueryPermits {

    /** Minimum time between attempts to open one more query than the ESM accepted last. */
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(30);

    private static final Duration LONGEST_PAUSE = Duration.ofHours(12);

    private final PlatformClock time;
    private final int most;
    private final Deque<Permit> waiting = new ArrayDeque<>();
    private final Deque<Permit> waitingAlone = new ArrayDeque<>();
    private final Set<Permit> open = new HashSet<>();
    private final QuerySpeed speed = new QuerySpeed();
    private int allowed = 1;
    /** Quick answers since the limit rose, while as many queries as allowed were open. */
    private int quickAnswers;

    private int generation;
    private Duration pause = FIRST_PAUSE;
    private long growAtNanos;

    /** A permit, held from before a query is opened until it is closed; or the place in the queue for one. */
    final class Permit implements AutoCloseable {

        private final boolean alone;
        private final CountDownLatch granted = new CountDownLatch(1);
        /** How often the limit had been halved when this permit was granted; only refusals of later permits count. */
        private int since;
        /** The most queries that were open at the same time as this one, including it. */
        private int beside;

        private Permit(boolean alone) {
            this.alone = alone;
        }

        boolean isGranted() {
            return granted.getCount() == 0;
        }

        /** Whether no other query was open at any time: an ESM that refuses this one refuses all. */
        boolean wasAlone() {
            synchronized (QueryPermits.this) {
                return beside == 1;
            }
        }

        /**
         * Reports that the ESM refused the query or asked us to slow down; to be called before the permit is returned.
         */
        void refused() {
            QueryPermits.this.refused(this);
        }

        /** Reports that the query was answered, in this time. */
        void answered(long receiver, Duration took) {
            QueryPermits.this.answered(this, receiver, took);
        }

        /** Reports that the query was not answered in this time. */
        void notAnswered(long receiver, Duration within) {
            QueryPermits.this.notAnswered(this, receiver, within);
        }

        /** Returns the permit, or leaves the queue. */
        @Override
        public void close() {
            giveBack(this);
        }
    }

    QueryPermits(PlatformClock time, int most) {
        this.time = time;
        this.most = most;
    }

    /**
     * Waits for a permit.
     *
     * @param alone true = no other query may be open at the same time
     * @return null if none was granted within this time
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

    /** Returns a permit, or a place in the queue: it is granted as soon as others are returned. */
    synchronized Permit ask(boolean alone) {
        grow();
        Permit permit = new Permit(alone);
        (alone ? waitingAlone : waiting).add(permit);
        grant();
        return permit;
    }

    /** Returns how many queries may be open now; at least one. */
    synchronized int allowed() {
        return allowed;
    }

    /** Waits until no query is open; returns false if that takes too long. New queries must no longer be requested. */
    boolean drain(Duration within) throws InterruptedException {
        // Callers that are still waiting get their permits first, and find that nothing new may be started.
        Permit none = take(within, true);
        if (none == null) {
            return false;
        }
        none.close();
        return true;
    }

    private void grow() {
        if (generation == 0 || time.nanos() - growAtNanos < 0) {
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

    private synchronized void answered(Permit permit, long receiver, Duration took) {
        boolean quick = speed.isQuick(receiver, took);
        if (speed.hasSlowedDown()) {
            halve(permit);
        } else if (quick && open.size() >= allowed && ++quickAnswers >= allowed) {
            rise(1);
        }
    }

    private synchronized void notAnswered(Permit permit, long receiver, Duration within) {
        boolean known = speed.noAnswer(receiver, within);
        if (speed.hasSlowedDown()) {
            halve(permit);
        } else if (!known) {
            // It never answers, whatever the load, and must not stand in the way of those that do. Such Receivers are
            // often
            // many, and then each cycle is short.
            rise(3);
        }
    }

    private void rise(int by) {
        if (generation == 0 && allowed < most) {
            allowed = Math.min(most, allowed + by);
            quickAnswers = 0;
            grant();
        }
    }

    private synchronized void refused(Permit permit) {
        halve(permit);
    }

    /** Queries that started together are refused, or slow, together: that counts once. */
    private void halve(Permit permit) {
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
