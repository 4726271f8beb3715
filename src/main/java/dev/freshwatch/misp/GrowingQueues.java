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
 * Detects queues whose jobs only accumulate: a worker that hangs looks alive, and unprocessed jobs are the only sign of
 * it. A queue counts as stuck if, in {@link #STEPS} or more consecutive steps from one observation to the next, jobs
 * were waiting, never fewer than before, and in the end more than at first. As soon as the number falls, counting
 * starts again.
 */
final class GrowingQueues {

    /** From one observation to the next. */
    static final int STEPS = 3;

    /** After a gap of this many intervals, and an hour at least, it is unknown what happened to the jobs in between. */
    private static final int FORGOTTEN_AFTER = 3;

    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final MispSettings settings;
    private final QueueMemory memory;
    private final PlatformClock time;
    private Map<String, Row> rows;
    /** Time of the observation that the rows are from; null = none yet. */
    private Instant lookedAt;

    private boolean undecided;

    GrowingQueues(MispSettings settings, QueueMemory memory, PlatformClock time) {
        this.settings = settings;
        this.memory = memory;
        this.time = time;
    }

    /** Processes an observation, and returns a remark for each stuck queue, by queue. */
    synchronized Map<String, String> observe(Map<String, Queue> queues) {
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
            return growing; // the next observation tries to read again; stored rows are not overwritten
        }
        rows = now;
        lookedAt = time.now();
        if (!now.equals(before)) {
            memory.keep(settings.name(), now);
        }
        return growing;
    }

    /** Whether the last observation found waiting jobs, and those of earlier observations could not be read. */
    synchronized boolean isUndecided() {
        return undecided;
    }

    /** Returns the rows of earlier observations; empty if they could not be read. */
    private Optional<Map<String, Row>> known() {
        Duration some = settings.every().multipliedBy(FORGOTTEN_AFTER);
        Instant forgotten = time.now().minus(some.compareTo(AN_HOUR) > 0 ? some : AN_HOUR);
        if (rows == null) {
            return memory.rows(settings.name(), forgotten);
        }
        return Optional.of(lookedAt.isBefore(forgotten) ? Map.of() : rows);
    }

    /** Returns null if there is nothing to count: no jobs are waiting, or there is no worker to process them. */
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
                "stuck: %d jobs wait, %d more than %d observations ago, and never fewer in between",
                row.last(),
                row.last() - row.first(),
                row.steps());
    }
}
