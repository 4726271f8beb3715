package dev.freshwatch.esm;

import dev.freshwatch.freshness.Reason;
import dev.freshwatch.platform.PlatformClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * How many event queries may still be opened: {@code esm.<name>.max-queries-per-hour}, within any hour of the monotonic
 * clock. What was opened is counted even if there is no limit, since a reload may set one. Thread-safe.
 */
final class QueryBudget {

    private static final Duration HOUR = Duration.ofHours(1);
    /** More in an hour than any limit. */
    private static final int MOST_COUNTED = 1_000_000;

    private final PlatformClock time;
    private final String key;
    private final Integer most;
    private final Deque<Long> opened;

    private QueryBudget(PlatformClock time, String key, Integer most, Deque<Long> opened) {
        this.time = time;
        this.key = key;
        this.most = most;
        this.opened = opened;
    }

    /** @param most null = no limit */
    QueryBudget(PlatformClock time, String key, Integer most) {
        this(time, key, most, new ArrayDeque<>());
    }

    /**
     * Returns a budget with another limit, from which the same queries have been spent.
     *
     * @param another null = no limit
     */
    QueryBudget with(Integer another) {
        return new QueryBudget(time, key, another, opened);
    }

    boolean isLimited() {
        return most != null;
    }

    /** Returns how many queries may be opened now; never negative. */
    int left() {
        synchronized (opened) {
            forgetOld();
            return most == null ? MOST_COUNTED : Math.max(0, most - opened.size());
        }
    }

    /**
     * Returns how many queries a cycle may open for others than suspects: the limit is spread evenly over the hour, and up
     * to half of it is kept for what the suspects may need in the following cycles.
     *
     * @param every    null = no cycle follows
     * @param suspects each may need two queries in a cycle, because of the wider search
     */
    int share(Duration every, int suspects) {
        int left = left();
        if (most == null || every == null || every.compareTo(HOUR) >= 0) {
            return left;
        }
        long share = (most * every.toMillis() + HOUR.toMillis() - 1) / HOUR.toMillis();
        long cycles = HOUR.toMillis() / every.toMillis();
        long kept = Math.min(most / 2, 2L * suspects * cycles);
        return (int) Math.max(0, Math.min(left - kept, Math.max(1, share - suspects)));
    }

    /**
     * Takes one query.
     *
     * @throws EsmException if none is left
     */
    void take() throws EsmException {
        synchronized (opened) {
            if (left() == 0) {
                throw spent();
            }
            if (opened.size() == MOST_COUNTED) {
                opened.removeFirst();
            }
            opened.addLast(time.nanos());
        }
    }

    /** Why a Receiver is not queried. It says nothing about the ESM. */
    EsmException spent() {
        return new EsmException(
                Reason.OVERLOADED,
                String.format(
                        Locale.ROOT, "not queried: the event queries of this hour are spent (%s = %d)", key, most),
                EsmException.Sign.NOT_ASKED);
    }

    private void forgetOld() {
        long begin = time.nanos() - HOUR.toNanos();
        while (!opened.isEmpty() && opened.peekFirst() - begin <= 0) {
            opened.removeFirst();
        }
    }
}
