package dev.freshwatch.esm;

import dev.freshwatch.freshness.Reason;
import dev.freshwatch.platform.PlatformClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many event queries may still be opened: {@code esm.<name>.max-queries-per-hour}, within any hour of the monotonic
 * clock. What was opened is counted even if there is no limit, since a reload may set one. Thread-safe.
 */
final class QueryBudget {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    /** Two clocks that differ by less put a query into the same minute. */
    private static final long EDGE = Duration.ofSeconds(1).toMillis();
    /** More in an hour than any limit. */
    private static final int MOST_COUNTED = 1_000_000;

    private final PlatformClock time;
    private final String key;
    private final Integer most;
    private final Deque<Long> opened;
    /** By both clocks, when it was told last. */
    private Instant toldAt;

    private long toldNanos;

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
        QueryBudget budget = new QueryBudget(time, key, another, opened);
        synchronized (opened) {
            budget.toldAt = toldAt;
            budget.toldNanos = toldNanos;
        }
        return budget;
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

    /** Returns how many were opened in each minute since 1970, by the wall clock as it is now. */
    Map<Long, Integer> byMinute() {
        synchronized (opened) {
            return byMinute(0);
        }
    }

    /** The same, for others to be told. */
    Map<Long, Integer> told() {
        synchronized (opened) {
            toldAt = time.now();
            toldNanos = time.nanos();
            return byMinute(0);
        }
    }

    /** @param step by which the wall clock was set forward meanwhile, in milliseconds */
    private Map<Long, Integer> byMinute(long step) {
        forgetOld();
        Map<Long, Integer> minutes = new TreeMap<>();
        long now = time.now().toEpochMilli() - step;
        long nanos = time.nanos();
        opened.forEach(at -> minutes.merge(Math.floorDiv(now - (nanos - at) / 1_000_000, MINUTE), 1, Integer::sum));
        return minutes;
    }

    /** Returns what we know, by the wall clock as it is now or, if it was set since, as it was: by which more is the same. */
    private Map<Long, Integer> byMinuteAs(Map<Long, Integer> minutes) {
        Map<Long, Integer> now = byMinute(0);
        if (toldAt == null) {
            return now;
        }
        Duration passed = Duration.ofNanos(time.nanos() - toldNanos);
        Map<Long, Integer> then =
                byMinute(Duration.between(toldAt.plus(passed), time.now()).toMillis());
        return common(then, minutes) > common(now, minutes) ? then : now;
    }

    private static int common(Map<Long, Integer> one, Map<Long, Integer> other) {
        return one.entrySet().stream()
                .mapToInt(minute -> Math.min(minute.getValue(), other.getOrDefault(minute.getKey(), 0)))
                .sum();
    }

    /**
     * Counts what another process has opened. What both know of is counted once; where it is not certain when a query was
     * opened, it was opened as late as it may have been.
     *
     * @param minutes the number of queries by minute since 1970
     */
    void countAtLeast(Map<Long, Integer> minutes) {
        synchronized (opened) {
            Map<Long, Integer> own = byMinuteAs(minutes);
            long now = time.now().toEpochMilli();
            long nanos = time.nanos();
            List<Long> all = new ArrayList<>(opened);
            minutes.forEach((minute, count) -> {
                long age = Math.max(0, now - (minute + 1) * MINUTE + EDGE);
                int more = Math.min(MOST_COUNTED - all.size(), count - own.getOrDefault(minute, 0));
                for (int i = 0; i < more && age < HOUR.toMillis(); i++) {
                    all.add(nanos - age * 1_000_000);
                }
            });
            all.sort(Comparator.comparingLong(at -> at - nanos));
            opened.clear();
            opened.addAll(all);
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
