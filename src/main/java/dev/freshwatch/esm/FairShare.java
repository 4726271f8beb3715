package dev.freshwatch.esm;

import dev.freshwatch.platform.Deadline;
import dev.freshwatch.platform.PlatformClock;
import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * Shares the time of a cycle among its event queries, so that hanging queries of some Receivers do not use up the time
 * of others. Time that a query does not use is available to those after it. Thread-safe.
 */
final class FairShare {

    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration SHORTEST_CLOSE = Duration.ofMillis(500);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final PlatformClock time;
    private final Deadline cycle;
    private final IntSupplier permits;
    private final Duration queryTimeout;
    private final String esm;
    private int toAsk;

    /** @param permits supplies how many queries may be open now */
    FairShare(PlatformClock time, Deadline cycle, IntSupplier permits, Duration queryTimeout, String esm) {
        this.time = time;
        this.cycle = cycle;
        this.permits = permits;
        this.queryTimeout = queryTimeout;
        this.esm = esm;
    }

    /** Counts one more query to make. */
    synchronized void add() {
        toAsk++;
    }

    /** Counts one query as done. */
    synchronized void done() {
        toAsk--;
    }

    /** Returns the time limit of a query that starts now. */
    synchronized Deadline patience() {
        Duration left = cycle.remaining();
        int atOnce = permits.getAsInt();
        // A fifth of the share is reserved for closing a query that hangs.
        Duration share = toAsk <= atOnce ? left : left.multipliedBy(4L * atOnce).dividedBy(5L * toAsk);
        Duration patience = share.compareTo(LEAST) < 0 ? LEAST : share;
        if (patience.compareTo(left) > 0) {
            patience = left;
        }
        return patience.compareTo(queryTimeout) < 0
                ? Deadline.in(time, patience, "its share of the cycle")
                : Deadline.in(time, queryTimeout, "esm." + esm + ".query-timeout");
    }

    /** Returns how long closing a query with this limit may take: a hanging ESM must not cause double delay. */
    static Duration closing(Duration patience, Duration requestTimeout) {
        Duration part = patience.dividedBy(4);
        Duration limit = part.compareTo(SHORTEST_CLOSE) < 0 ? SHORTEST_CLOSE : part;
        limit = limit.compareTo(LONGEST_CLOSE) < 0 ? limit : LONGEST_CLOSE;
        return limit.compareTo(requestTimeout) < 0 ? limit : requestTimeout;
    }

    /** Returns the same, if possible within half of the remaining cycle, so that the next one starts on time. */
    static Duration closing(Duration patience, Duration requestTimeout, Duration left) {
        Duration limit = closing(patience, requestTimeout);
        Duration half = left.dividedBy(2);
        Duration most = half.compareTo(SHORTEST_CLOSE) < 0 ? SHORTEST_CLOSE : half;
        return limit.compareTo(most) < 0 ? limit : most;
    }
}
