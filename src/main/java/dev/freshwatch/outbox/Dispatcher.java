package dev.freshwatch.outbox;

import dev.freshwatch.freshness.Ages;
import dev.freshwatch.outbox.FailureRule.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves one sink from its rows: in order per check, several checks at once, on one thread that decides and others that
 * deliver. It wakes when something was committed for the sink, when a try ends, and when a row is due; it never polls.
 *
 * <p>What is handed out is remembered here only. After a crash the row still waits, and is delivered again: the same
 * notice with the same id.
 */
final class Dispatcher implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private static final long STORE_PAUSE = Duration.ofSeconds(1).toNanos();
    private static final long COMPLAIN_EVERY = Duration.ofMinutes(1).toNanos();
    private static final long LAST_GRACE = Duration.ofSeconds(1).toNanos();

    /** Hands one row to the sink and waits for the outcome; null = delivered. Must not throw. */
    @FunctionalInterface
    interface Route {
        Verdict deliver(Waiting row);
    }

    private final Store store;
    private final String sink;
    private final int concurrency;
    private final OutboxTimes times;
    private final Route route;
    private final Executor threads;

    private final Inbox inbox = new Inbox();
    private final Heads heads = new Heads();
    private final Pacing pacing = new Pacing();
    private final Outcomes outcomes;
    private final Set<Attempt> running = new HashSet<>();
    private final Set<Attempt> stuck = new HashSet<>();
    private List<Mark> marks = new ArrayList<>();
    private long complainedAt = System.nanoTime() - COMPLAIN_EVERY;

    Dispatcher(Store store, String sink, int concurrency, OutboxTimes times, Route route, Executor threads) {
        this.store = store;
        this.sink = sink;
        this.concurrency = concurrency;
        this.times = times;
        this.route = route;
        this.threads = threads;
        this.outcomes = new Outcomes(sink, times, store.clock(), pacing);
    }

    Inbox inbox() {
        return inbox;
    }

    @Override
    public void run() {
        try {
            while (!inbox.isStopping()) {
                turn();
            }
            finish();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("outbox:{} was interrupted; what waits stays in the store", sink);
        }
    }

    private void turn() throws InterruptedException {
        try {
            Inbox.News news = inbox.take();
            if (news.everything()) {
                heads.outdate();
            }
            giveUpOverdue();
            news.ended().forEach(this::note);
            settle(news.checks());
            look();
            handOut();
            inbox.await(untilNext());
        } catch (StoreUnavailable e) {
            heads.outdate();
            complain(e);
            inbox.pause(STORE_PAUSE);
        } catch (RuntimeException e) {
            LOG.error("outbox:{} broke down and goes on", sink, e);
            heads.outdate();
            inbox.pause(STORE_PAUSE);
        }
    }

    /** A try that takes too long counts as failed. Its thread is interrupted, and left alone where that does not help. */
    private void giveUpOverdue() {
        long now = System.nanoTime();
        for (Attempt attempt : List.copyOf(running)) {
            if (now - attempt.startedAt() >= times.tryLimit().toNanos() && attempt.abandon()) {
                running.remove(attempt);
                stuck.add(attempt);
                marks.add(outcomes.failed(
                        attempt, Verdict.tryAgain("no outcome within " + Ages.limit(times.tryLimit()), null)));
            }
        }
    }

    private void note(Attempt attempt) {
        if (stuck.remove(attempt)) {
            LOG.info("outbox:{}: a try that was given up has ended", sink);
            return;
        }
        running.remove(attempt);
        if (attempt.failure() == null) {
            marks.add(outcomes.delivered(attempt));
        } else if (attempt.isInterrupted()) {
            // Stopped by us, which says nothing about the sink: the row stays as it is.
            pacing.clear(attempt);
        } else {
            marks.add(outcomes.failed(attempt, attempt.failure()));
        }
    }

    /** Writes all outcomes in one transaction. Until that is done nothing more is handed out, so nothing is sent twice. */
    private void settle(Set<String> news) {
        Set<String> checks = new HashSet<>(news);
        checks.removeIf(heads::knows);
        marks.forEach(mark -> checks.add(mark.row().check()));
        if (marks.isEmpty() && checks.isEmpty()) {
            return;
        }
        List<Waiting> next = store.transaction(connection -> {
            Deliveries.mark(connection, marks);
            return Deliveries.heads(connection, sink, checks);
        });
        marks.forEach(mark -> heads.free(mark.row().check()));
        marks = new ArrayList<>();
        long now = System.nanoTime();
        next.forEach(row -> heads.put(row, now + outcomes.untilDue(row)));
    }

    private void look() {
        long now = System.nanoTime();
        if (heads.untilOutdated(now) <= 0) {
            heads.replace(
                    store.transaction(connection -> Deliveries.heads(connection, sink)),
                    row -> now + outcomes.untilDue(row),
                    now);
        }
    }

    private void handOut() {
        long now = System.nanoTime();
        while (hasRoom() && pacing.isOpen(now)) {
            Waiting row = heads.take(now);
            if (row == null) {
                return;
            }
            Attempt attempt = new Attempt(row, now);
            pacing.handedOut(attempt);
            running.add(attempt);
            try {
                threads.execute(() -> perform(attempt));
            } catch (RejectedExecutionException e) {
                LOG.debug("outbox:{} has no threads any more", sink);
                attempt.interrupt();
                attempt.end(Verdict.tryAgain("stopped", null));
                inbox.ended(attempt);
                inbox.stop();
                return;
            }
        }
    }

    /** Threads that do not come back take the place of others only once there are as many as are allowed to work. */
    private boolean hasRoom() {
        return running.size() < concurrency && running.size() + stuck.size() < 2 * concurrency;
    }

    private void perform(Attempt attempt) {
        Verdict outcome = Verdict.tryAgain("the sink's route broke down", null);
        try {
            if (attempt.begin(Thread.currentThread())) {
                outcome = route.deliver(attempt.row());
            }
        } finally {
            attempt.end(outcome);
            inbox.ended(attempt);
        }
    }

    private long untilNext() {
        long now = System.nanoTime();
        long wait = heads.untilOutdated(now);
        for (Attempt attempt : running) {
            wait = Math.min(wait, attempt.startedAt() + times.tryLimit().toNanos() - now);
        }
        if (hasRoom()) {
            wait = Math.min(wait, Math.max(heads.untilDue(now), pacing.untilOpen(now)));
        }
        return wait;
    }

    private void complain(StoreUnavailable failure) {
        long now = System.nanoTime();
        if (now - complainedAt >= COMPLAIN_EVERY) {
            complainedAt = now;
            LOG.error(
                    "outbox:{} waits for the store: {}; {} outcomes to write",
                    sink,
                    failure.getMessage(),
                    marks.size());
        }
    }

    /** Waits a little for tries under way, ends the others, and writes what became of them. */
    private void finish() throws InterruptedException {
        awaitRunning(times.stopWait().toNanos());
        running.forEach(Attempt::interrupt);
        awaitRunning(LAST_GRACE);
        if (!running.isEmpty()) {
            LOG.warn(
                    "outbox:{}: {} tries did not end in time; they are repeated after the start", sink, running.size());
        }
        try {
            settle(Set.of());
        } catch (StoreUnavailable e) {
            LOG.error("outbox:{}: {} outcomes are lost, so notices come twice: {}", sink, marks.size(), e.getMessage());
        }
    }

    private void awaitRunning(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        inbox.take().ended().forEach(this::note);
        while (!running.isEmpty() && end - System.nanoTime() > 0) {
            inbox.awaitEnded(end - System.nanoTime());
            inbox.take().ended().forEach(this::note);
        }
    }
}
