package dev.freshwatch.misp;

import dev.freshwatch.config.MispSettings;
import dev.freshwatch.misp.QueueMemory.Row;
import dev.freshwatch.misp.WorkersReading.Queue;
import dev.freshwatch.platform.PlatformClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds queues whose jobs only grow: a worker that hangs looks alive, and what it leaves undone is its only sign. A queue
 * grows where, from look to look, {@link #STEPS} times or more in a row, more than no jobs waited, never fewer than
 * before, and in the end more than at first. One job done more than came in between begins it anew.
 */
final class GrowingQueues {

    /** From one look to the next. */
    static final int STEPS = 3;

    /** After so many intervals without a look, and an hour at least, nobody knows what happened to the jobs meanwhile. */
    private static final int FORGOTTEN_AFTER = 3;

    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final MispSettings settings;
    private final QueueMemory memory;
    private final PlatformClock time;
    private Map<String, Row> rows;
    /** When rows were what there was; null = not yet. */
    private Instant lookedAt;

    private boolean undecided;

    GrowingQueues(MispSettings settings, QueueMemory memory, PlatformClock time) {
        this.settings = settings;
        this.memory = memory;
        this.time = time;
    }

    /** Takes a look into account; what is to be said of the queues that only grow, by queue. */
    synchronized Map<String, String> look(Map<String, Queue> queues) {
        Optional<Map<String, Row>> known = known();
        Map<String, Row> before = known.orElse(Map.of());
        Map<String, Row> now = new HashMap<>();
        Map<String, String> growing = new TreeMap<>();
        queues.forEach((name, queue) -> {
            Row row = next(before.get(name), queue);
            if (row != null) {
                now.put(name, row);
            }
            if (row != null && row.steps() >= STEPS && row.last() > row.first()) {
                growing.put(name, words(row));
            }
        });
        undecided = known.isEmpty() && !now.isEmpty();
        if (known.isEmpty()) {
            return growing; // the next look tries to read again; what is kept is not written over
        }
        rows = now;
        lookedAt = time.now();
        if (!now.equals(before)) {
            memory.keep(settings.name(), now);
        }
        return growing;
    }

    /** Whether the last look found jobs that wait, and what earlier looks found could not be read. */
    synchronized boolean isUndecided() {
        return undecided;
    }

    /** What the looks before this one found; empty where it could not be read. */
    private Optional<Map<String, Row>> known() {
        Duration some = settings.every().multipliedBy(FORGOTTEN_AFTER);
        Instant forgotten = time.now().minus(some.compareTo(AN_HOUR) > 0 ? some : AN_HOUR);
        if (rows == null) {
            return memory.rows(settings.name(), forgotten);
        }
        return Optional.of(lookedAt.isBefore(forgotten) ? Map.of() : rows);
    }

    /** Null where there is nothing to go on from: no jobs wait, or nobody is there to do them. */
    private Row next(Row row, Queue queue) {
        Long count = queue.jobCount();
        if (count == null || count == 0 || queue.good() == 0) {
            return null;
        }
        return row == null || count < row.last()
                ? new Row(count, count, 0)
                : new Row(row.first(), count, memory.counts() ? row.steps() + 1 : row.steps());
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
