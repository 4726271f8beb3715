package dev.freshwatch.esm;

import dev.freshwatch.esm.EsmException.Sign;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.platform.Deadline;
import dev.freshwatch.platform.PlatformClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes queries: unclosed results block the ESM (section 6, step 4). A failed close is retried once at once, and then
 * at the end of each cycle: until the ESM accepts it or does not know the query; after ten errors of the ESM itself, it
 * is given up. Thread-safe.
 */
final class QueryCloser {

    private static final Logger LOG = LoggerFactory.getLogger(QueryCloser.class);
    private static final int TRIES = 2;
    private static final int MOST_LEFT = 1_000;
    private static final int REFUSALS = 10;
    private static final Duration PATIENT = Duration.ofSeconds(3);
    private static final int FAILURES = 3;
    private static final Duration LEFT_OVER_LIMIT = Duration.ofSeconds(2);
    private static final Duration LEFT_OVER_LEAST = Duration.ofMillis(100);

    private final String esm;
    private final EsmSession session;
    private final PlatformClock time;
    private final Deque<Left> left = new ArrayDeque<>();
    /** Number of failed closes in this cycle. */
    private final AtomicInteger failed = new AtomicInteger();

    /** @param refusals how often the ESM answered this close with an error at the end of a cycle */
    private record Left(String id, int refusals) {}

    QueryCloser(String esm, EsmSession session, PlatformClock time) {
        this.esm = esm;
        this.session = session;
        this.time = time;
    }

    /**
     * Closes a query, even on an interrupted thread. A slow ESM gets the time it needs, so that no query is opened
     * while another one is not closed yet; an ESM that did not answer several closes of this cycle does not.
     *
     * @param share time for closing this query as its fair share of the cycle
     * @param most  remaining time of the cycle
     */
    void close(String id, Duration share, Duration most) {
        Duration patient = most.compareTo(PATIENT) < 0 ? most : PATIENT;
        Duration limit = failed.get() < FAILURES && share.compareTo(patient) < 0 ? patient : share;
        boolean interrupted = Thread.interrupted();
        try {
            Deadline all = Deadline.in(time, limit, "closing a query");
            Deadline half = Deadline.in(time, limit.dividedBy(TRIES), "closing a query");
            for (int attempt = 1; attempt <= TRIES; attempt++) {
                try {
                    once(id, attempt < TRIES ? half : all);
                    return;
                } catch (EsmException failure) {
                    LOG.debug("ESM {}: a query could not be closed: {}", esm, failure.getMessage());
                }
            }
            failed.incrementAndGet();
            keep(new Left(id, 0));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Tries again to close queries that could not be closed; stops if the ESM still does not answer.
     *
     * @param end end of the cycle: the next one must start on time, so this takes no more than half of the remaining
     *            time
     */
    void closeLeftOver(Deadline end) {
        failed.set(0);
        Duration half = end.remaining().dividedBy(2);
        Duration within = half.compareTo(LEFT_OVER_LIMIT) < 0 ? half : LEFT_OVER_LIMIT;
        Deadline limit =
                Deadline.in(time, within.compareTo(LEFT_OVER_LEAST) < 0 ? LEFT_OVER_LEAST : within, "closing queries");
        int open = size();
        for (int i = 0; i < open && !limit.isOver(); i++) {
            Left query = take();
            if (query == null) {
                return;
            }
            try {
                once(query.id(), limit);
            } catch (EsmException failure) {
                if (failure.reason() != Reason.FAILED) {
                    keep(query);
                    LOG.warn("ESM {}: {} event queries may still be open there: {}", esm, size(), failure.getMessage());
                    return;
                }
                refused(query, failure);
            }
        }
    }

    /** An error of the ESM itself may be caused by overload and pass; one that persists must not be retried forever. */
    private void refused(Left query, EsmException failure) {
        if (query.refusals() + 1 < REFUSALS) {
            keep(new Left(query.id(), query.refusals() + 1));
        } else {
            LOG.warn("ESM {}: an event query may stay open there: {}", esm, failure.getMessage());
        }
    }

    private void once(String id, Deadline limit) throws EsmException {
        EsmCall call = EsmCall.of("qryClose")
                .body(apiVersion -> EsmJson.object().set("resultID", apiVersion.id(id)))
                .withoutAnswer();
        try {
            session.call(call, limit);
        } catch (EsmException failure) {
            // A query that the ESM does not know is closed.
            if (failure.sign() != Sign.QUERY_GONE) {
                throw failure;
            }
        }
    }

    private synchronized int size() {
        return left.size();
    }

    private synchronized Left take() {
        return left.poll();
    }

    private synchronized void keep(Left query) {
        if (left.size() == MOST_LEFT) {
            left.poll();
        }
        left.add(query);
    }
}
