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
 * For one sink, the next row of each lane that has any: what keeps a lane's notices in order, one at a time. Times are
 * {@link System#nanoTime}. For one thread.
 */
final class QueueHeads {

    /** Rows that another process wrote are found by reading everything again. */
    private static final long GOOD_FOR = Duration.ofSeconds(30).toNanos();

    private record Head(PendingDelivery row, long due) {}

    private static final Comparator<Head> BY_DUE = (one, other) ->
            one.due == other.due ? Long.compare(one.row.seq(), other.row.seq()) : Long.signum(one.due - other.due);

    private final Map<String, Head> waiting = new HashMap<>();
    private final TreeSet<Head> byDue = new TreeSet<>(BY_DUE);
    private final Set<String> busy = new HashSet<>();
    private long readAt;
    private boolean outdated = true;

    /** What is here may not be all: everything is to be read again. */
    void outdate() {
        outdated = true;
    }

    /** How long until everything is to be read again; zero or less: now. */
    long untilOutdated(long now) {
        return outdated ? 0 : readAt + GOOD_FOR - now;
    }

    /** Whether a row of this lane waits here or is on its way; then no later row of it can be next. */
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

    /** Takes these for all that waits. What was here already keeps its time: the wall clock may have been set since. */
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

    /** Hands out the row that is due for longest; its lane is busy from then on. Null where none is due. */
    PendingDelivery take(long now) {
        if (untilDue(now) > 0) {
            return null;
        }
        PendingDelivery row = byDue.pollFirst().row;
        waiting.remove(row.orderingKey());
        busy.add(row.orderingKey());
        return row;
    }

    /** The row that was handed out for this lane is settled. */
    void free(String orderingKey) {
        busy.remove(orderingKey);
    }

    /** How long until a row is due; zero or less where one is, {@link Long#MAX_VALUE} where none waits. */
    long untilDue(long now) {
        return byDue.isEmpty() ? Long.MAX_VALUE : byDue.first().due - now;
    }
}
