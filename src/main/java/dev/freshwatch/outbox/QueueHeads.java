package dev.freshwatch.outbox;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/**
 * The next row of each ordering key of one sink, which keeps notices with the same key in order, one at a time. Times
 * are {@link System#nanoTime}. Not thread-safe.
 */
final class QueueHeads {

    /** Rows written by another process are found by reading everything again. */
    private static final long GOOD_FOR = Duration.ofSeconds(30).toNanos();

    private record Head(PendingDelivery row, long due) {}

    private static final Comparator<Head> BY_DUE = (one, other) ->
            one.due == other.due ? Long.compare(one.row.seq(), other.row.seq()) : Long.signum(one.due - other.due);

    private final Map<String, Head> waiting = new HashMap<>();
    private final TreeSet<Head> byDue = new TreeSet<>(BY_DUE);
    private final Set<String> busy = new HashSet<>();
    private long readAt;
    private boolean outdated = true;

    /** The rows in memory may be incomplete: everything must be read again. */
    void outdate() {
        outdated = true;
    }

    /** How long until everything must be read again; zero or less = now. */
    long untilOutdated(long now) {
        return outdated ? 0 : readAt + GOOD_FOR - now;
    }

    /** Whether a row with this key is waiting or being delivered; then no later row of the key can be next. */
    boolean knows(String orderingKey) {
        return waiting.containsKey(orderingKey) || busy.contains(orderingKey);
    }

    void put(PendingDelivery row, long due) {
        if (!busy.contains(row.orderingKey())) {
            Head head = new Head(row, due);
            Head before = waiting.put(row.orderingKey(), head);
            if (before != null) {
                byDue.remove(before);
            }
            byDue.add(head);
        }
    }

    /**
     * Replaces all waiting rows. Rows already known keep their due time, since the wall clock may have been set
     * meanwhile.
     */
    void replace(Collection<PendingDelivery> rows, ToLongFunction<PendingDelivery> due, long now) {
        readAt = now;
        outdated = false;
        Map<String, Head> before = Map.copyOf(waiting);
        waiting.clear();
        byDue.clear();
        for (PendingDelivery row : rows) {
            Head known = before.get(row.orderingKey());
            boolean same = known != null && known.row.seq() == row.seq() && known.row.attempts() == row.attempts();
            put(row, same ? known.due : due.applyAsLong(row));
        }
    }

    /** Hands out the row that has been due longest and marks its key as busy. Null if none is due. */
    PendingDelivery take(long now) {
        if (untilDue(now) > 0) {
            return null;
        }
        PendingDelivery row = byDue.pollFirst().row;
        waiting.remove(row.orderingKey());
        busy.add(row.orderingKey());
        return row;
    }

    /** The row that was handed out for this key is settled. */
    void free(String orderingKey) {
        busy.remove(orderingKey);
    }

    /** How long until a row is due; zero or less if one is, {@link Long#MAX_VALUE} if none is waiting. */
    long untilDue(long now) {
        return byDue.isEmpty() ? Long.MAX_VALUE : byDue.first().due - now;
    }
}
