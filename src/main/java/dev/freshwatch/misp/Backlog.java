package dev.freshwatch.misp;

import dev.freshwatch.misp.WorkersReading.Queue;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds queues whose jobs only grow: a worker that hangs looks alive, and what it leaves undone is its only sign. A queue
 * grows where, from look to look, {@link #STEPS} times or more in a row, more than no jobs waited, never fewer than
 * before, and in the end more than at first. One job done more than came in between begins it anew. Remembered in this
 * process only.
 */
final class Backlog {

    /** From one look to the next. */
    static final int STEPS = 3;

    /** A row of looks in which the jobs never became fewer. */
    private record Row(long first, long last, int steps) {}

    private final Map<String, Row> rows = new HashMap<>();

    /** Takes a look into account; what is to be said of the queues that only grow, by queue. */
    synchronized Map<String, String> look(Map<String, Queue> queues) {
        rows.keySet().retainAll(queues.keySet());
        Map<String, String> growing = new TreeMap<>();
        queues.forEach((name, queue) -> {
            Row row = next(rows.get(name), queue);
            if (row == null) {
                rows.remove(name);
                return;
            }
            rows.put(name, row);
            if (row.steps() >= STEPS && row.last() > row.first()) {
                growing.put(name, words(row));
            }
        });
        return growing;
    }

    /** Null where there is nothing to go on from: no jobs wait, or nobody is there to do them. */
    private static Row next(Row row, Queue queue) {
        Long count = queue.jobCount();
        if (count == null || count == 0 || queue.good() == 0) {
            return null;
        }
        return row == null || count < row.last()
                ? new Row(count, count, 0)
                : new Row(row.first(), count, row.steps() + 1);
    }

    private static String words(Row row) {
        return String.format(
                Locale.ROOT,
                "stuck: %d jobs wait, %d more than %d looks ago, and no look found fewer",
                row.last(),
                row.last() - row.first(),
                row.steps());
    }
}
