package dev.freshwatch.page;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.samples.SampleReader;
import dev.freshwatch.samples.SampleReader.Cell;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The last day of all checks. Columns that cannot change any more are remembered, so that reading it again costs an hour
 * of samples and not a day of them. Not thread-safe.
 */
final class HeatColumns {

    private static final Cell EMPTY = new Cell(0, null, Double.NaN);

    /** Samples are written in batches: one that was taken within a column may come this long after its end. */
    private static final Duration LATE = Duration.ofMinutes(5);

    private final SampleReader samples;
    private Instant from;
    private int settled;
    private Map<CheckId, List<Cell>> cells = Map.of();

    HeatColumns(SampleReader samples) {
        this.samples = samples;
    }

    /** Returns the cells of each check that was looked at in the columns that begin there. */
    Map<CheckId, List<Cell>> read(Instant begin, Instant now) {
        int known = known(begin);
        Map<CheckId, List<Cell>> fresh = samples.heat(
                begin.plus(HeatStrip.WIDTH.multipliedBy(known)), HeatStrip.WIDTH, HeatStrip.COLUMNS - known);
        int shift = from == null ? 0 : between(from, begin);
        Map<CheckId, List<Cell>> next = new HashMap<>();
        if (known > 0) {
            cells.forEach((check, row) -> next.put(check, new ArrayList<>(row.subList(shift, shift + known))));
        }
        fresh.forEach((check, row) ->
                next.computeIfAbsent(check, none -> empty(known)).addAll(row));
        next.values().forEach(row -> row.addAll(empty(HeatStrip.COLUMNS - row.size())));
        next.values().removeIf(row -> row.stream().allMatch(cell -> cell.looks() == 0));
        from = begin;
        cells = next;
        settled = Math.max(0, Math.min(HeatStrip.COLUMNS, between(begin, now.minus(LATE))));
        return next;
    }

    /** How many columns from there on are known and will not change. */
    private int known(Instant begin) {
        if (from == null || begin.isBefore(from)) {
            return 0;
        }
        return Math.max(0, settled - between(from, begin));
    }

    private static int between(Instant start, Instant end) {
        return (int) Math.min(
                HeatStrip.COLUMNS * 2L, Math.max(0, Duration.between(start, end).dividedBy(HeatStrip.WIDTH)));
    }

    private static List<Cell> empty(int columns) {
        return new ArrayList<>(Collections.nCopies(columns, EMPTY));
    }
}
