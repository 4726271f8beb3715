package dev.freshwatch.outbox;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * For one sink, the next row of each check that has any: what keeps a check's notices in order, one at a time. Times are
 * {@link System#nanoTime}. For one thread.
 */
final class Heads {

    /** Rows that another process wrote are found by reading everything again. */
    private static final long GOOD_FOR = Duration.ofSeconds(30).toNanos();

    private record Head(Waiting row, long due) {}

    private final Map<String, Head> waiting = new HashMap<>();
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

    /** Whether a row of this check waits here or is on its way; then no later row of it can be next. */
    boolean knows(String check) {
        return waiting.containsKey(check) || busy.contains(check);
    }

    void put(Waiting row, long due) {
        if (!busy.contains(row.check())) {
            waiting.put(row.check(), new Head(row, due));
        }
    }

    /** Takes these for all that waits. What was here already keeps its time: the wall clock may have been set since. */
    void replace(Collection<Waiting> rows, ToLongFunction<Waiting> due, long now) {
        readAt = now;
        outdated = false;
        Map<String, Head> before = Map.copyOf(waiting);
        waiting.clear();
        for (Waiting row : rows) {
            Head known = before.get(row.check());
            boolean same = known != null && known.row.seq() == row.seq();
            put(row, same ? known.due : due.applyAsLong(row));
        }
    }

    /** Hands out the row that is due for longest; its check is busy from then on. Null where none is due. */
    Waiting take(long now) {
        Head first = null;
        for (Head head : waiting.values()) {
            if (head.due - now <= 0 && (first == null || isBefore(head, first))) {
                first = head;
            }
        }
        if (first == null) {
            return null;
        }
        waiting.remove(first.row.check());
        busy.add(first.row.check());
        return first.row;
    }

    private static boolean isBefore(Head one, Head other) {
        return one.due == other.due ? one.row.seq() < other.row.seq() : one.due - other.due < 0;
    }

    /** The row that was handed out for this check is settled. */
    void free(String check) {
        busy.remove(check);
    }

    /** How long until a row is due; zero or less where one is, {@link Long#MAX_VALUE} where none waits. */
    long untilDue(long now) {
        long least = Long.MAX_VALUE;
        for (Head head : waiting.values()) {
            least = Math.min(least, head.due - now);
        }
        return least;
    }
}
