package dev.freshwatch.outbox;

import dev.freshwatch.freshness.Ages;
import dev.freshwatch.outbox.FailureRule.Peer;
import dev.freshwatch.outbox.FailureRule.Verdict;
import dev.freshwatch.store.StoreException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves one sink from its rows: in order for each ordering key, several keys at once, with one thread that decides and
 * others that deliver. It wakes up when something is committed for the sink, when an attempt ends, and when a row is
 * due; it never polls.
 *
 * <p>Rows that are handed out are tracked only in memory. After a crash they are still pending and are delivered again:
 * the same notice with the same id.
 */
final class Dispatcher implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private static final long STORE_PAUSE = Duration.ofSeconds(1).toNanos();
    private static final long LAST_GRACE = Duration.ofSeconds(1).toNanos();

    /** Passes one item to the sink and waits for the outcome; null = delivered. Must not throw. */
    @FunctionalInterface
    interface Route {
        Verdict deliver(DeliveryItem item);
    }

    private final String sink;
    private final int concurrency;
    private final OutboxTimes times;
    private final Route route;
    private final Executor threads;
    private final DispatcherSignals signals = new DispatcherSignals();
    private final SinkBackoff backoff;
    /** Served this sink before, and may still be at it; null = none. */
    private final Thread predecessor;

    private final OutcomeRules outcomes;
    private final SinkTenure tenure;
    private final DeliveryQueue queue;
    private final Set<DeliveryAttempt> running = new HashSet<>();
    private final Set<DeliveryAttempt> stuck = new HashSet<>();
    private final StoreComplaints complaints;

    Dispatcher(
            OutboxComponent component, String sink, int concurrency, OutboxTimes times, Route route, Executor threads) {
        this.backoff = component.relay().backoff(sink);
        this.predecessor = component.relay().predecessor(sink);
        this.sink = sink;
        this.complaints = new StoreComplaints(sink);
        this.concurrency = concurrency;
        this.times = times;
        this.route = route;
        this.threads = threads;
        this.outcomes = new OutcomeRules(sink, times, component.store().clock(), backoff);
        this.tenure = new SinkTenure(component.store().fencing(), sink);
        this.queue = new DeliveryQueue(component, tenure, sink, outcomes, backoff);
    }

    DispatcherSignals signals() {
        return signals;
    }

    @Override
    public void run() {
        try {
            if (predecessor != null) {
                // two that serve one sink would deliver twice, and in any order
                predecessor.join();
            }
            backoff.begin();
            while (!signals.isEnding()) {
                turn();
            }
            finish();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("outbox:{} was interrupted; pending notices stay in the store", sink);
        }
    }

    private void turn() throws InterruptedException {
        try {
            if (!tenure.isHeld() && !beginAnew()) {
                queue.outdate();
                signals.await(5 * STORE_PAUSE);
                return;
            }
            DispatcherSignals.News news = signals.take();
            if (news.everything()) {
                queue.outdate();
            }
            giveUpOverdue();
            news.ended().forEach(this::note);
            queue.settle(news.orderingKeys(), room()).forEach(this::handOut);
            signals.await(untilNext());
        } catch (StoreException e) {
            queue.outdate();
            complaints.of(e, queue.unwritten());
            signals.pause(STORE_PAUSE);
        } catch (RuntimeException e) {
            LOG.error("outbox:{} failed unexpectedly; continuing", sink, e);
            queue.outdate();
            signals.pause(STORE_PAUSE);
        }
    }

    /** Another process may have served the sink: what this one had under way must end, and all is read again. */
    private boolean beginAnew() {
        signals.take().ended().forEach(this::note);
        giveUpOverdue();
        boolean begun = running.isEmpty() && tenure.begin();
        if (begun) {
            queue.startAnew();
        }
        return begun;
    }

    /**
     * An attempt that takes too long counts as failed. Its thread is interrupted; if that does not help, it is ignored.
     */
    private void giveUpOverdue() {
        long now = System.nanoTime();
        for (DeliveryAttempt attempt : List.copyOf(running)) {
            if (now - attempt.startedAt() >= times.tryLimit().toNanos() && attempt.abandon()) {
                running.remove(attempt);
                stuck.add(attempt);
                String late = "no outcome within " + Ages.limit(times.tryLimit());
                queue.add(outcomes.failed(attempt, Verdict.tryAgain(late, null, Peer.UNKNOWN)));
            }
        }
    }

    private void note(DeliveryAttempt attempt) {
        if (stuck.remove(attempt)) {
            LOG.info("outbox:{}: an abandoned attempt has ended", sink);
            return;
        }
        running.remove(attempt);
        if (attempt.failure() == null) {
            queue.add(outcomes.delivered(attempt));
        } else if (attempt.isInterrupted()) {
            // We stopped it, which says nothing about the sink: the row stays as it is.
            backoff.clear(attempt);
        } else {
            queue.add(outcomes.failed(attempt, attempt.failure()));
        }
    }

    private void handOut(DeliveryAttempt attempt) {
        running.add(attempt);
        try {
            threads.execute(() -> perform(attempt));
        } catch (RejectedExecutionException e) {
            LOG.debug("outbox:{} has no threads left", sink);
            attempt.interrupt();
            attempt.end(Verdict.tryAgain("stopped", null, Peer.UNREACHED));
            signals.ended(attempt);
            signals.stop();
        }
    }

    /**
     * How many more attempts may begin. Stuck threads take up room only once there are as many of them as there may be
     * workers.
     */
    private int room() {
        return Math.min(concurrency - running.size(), 2 * concurrency - running.size() - stuck.size());
    }

    private void perform(DeliveryAttempt attempt) {
        Verdict outcome = Verdict.tryAgain("the sink's route failed unexpectedly", null, Peer.UNKNOWN);
        try {
            if (!tenure.isHeld()) {
                attempt.interrupt();
            }
            if (attempt.begin(Thread.currentThread())) {
                outcome = route.deliver(attempt.item());
            }
        } finally {
            attempt.end(outcome);
            signals.ended(attempt);
        }
    }

    private long untilTooLate() {
        long now = System.nanoTime();
        return running.stream()
                .mapToLong(attempt -> attempt.startedAt() + times.tryLimit().toNanos() - now)
                .min()
                .orElse(0);
    }

    private long untilNext() {
        long now = System.nanoTime();
        long wait = queue.untilRead(now);
        if (!running.isEmpty()) {
            wait = Math.min(wait, untilTooLate());
        }
        if (room() > 0) {
            wait = Math.min(wait, queue.untilTry(now));
        }
        return wait;
    }

    /** Waits briefly for running attempts, interrupts the rest, and writes their outcomes. */
    private void finish() throws InterruptedException {
        while (!signals.isStopping() && !running.isEmpty()) {
            signals.awaitEndedOrStop(untilTooLate());
            giveUpOverdue();
            signals.take().ended().forEach(this::note);
        }
        awaitRunning(times.stopWait().toNanos());
        running.forEach(DeliveryAttempt::interrupt);
        awaitRunning(LAST_GRACE);
        if (!running.isEmpty()) {
            LOG.warn(
                    "outbox:{}: {} attempts did not end in time and will be repeated after the next start",
                    sink,
                    running.size());
        }
        try {
            queue.writeLast();
        } catch (StoreException e) {
            LOG.error(
                    "outbox:{}: {} outcomes were lost, so notices may be sent twice: {}",
                    sink,
                    queue.unwritten(),
                    e.getMessage());
        }
    }

    private void awaitRunning(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        signals.take().ended().forEach(this::note);
        while (!running.isEmpty() && end - System.nanoTime() > 0) {
            signals.awaitEnded(end - System.nanoTime());
            signals.take().ended().forEach(this::note);
        }
    }
}
