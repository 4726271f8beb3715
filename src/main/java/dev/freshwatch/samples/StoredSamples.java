package dev.freshwatch.samples;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.store.HistoryDatabase;
import dev.freshwatch.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Reads the history from its database, and what waits to be written into it. */
final class StoredSamples implements SampleHistory {

    private final HistoryDatabase database;
    private final Supplier<List<Sample>> waiting;
    private final ChunkComplaints complaints = new ChunkComplaints();

    /** @param waiting samples that may not be in the database yet */
    StoredSamples(HistoryDatabase database, Supplier<List<Sample>> waiting) {
        this.database = database;
        this.waiting = waiting;
    }

    @Override
    public List<SampleSpan> spans(CheckId check, List<Instant> edges) {
        long[] at = edges.stream().mapToLong(Instant::toEpochMilli).toArray();
        if (at.length < 2) {
            throw new IllegalArgumentException("a span needs two edges");
        }
        for (int i = 1; i < at.length; i++) {
            if (at[i] <= at[i - 1]) {
                throw new IllegalArgumentException("edges must ascend: " + edges.get(i));
            }
        }
        List<SpanBuilder> builders = new ArrayList<>();
        for (int i = 1; i < at.length; i++) {
            builders.add(new SpanBuilder());
        }
        CheckHistory history = history(check, at[0], at[at.length - 1], true);
        history.rows().forEach(row -> builders.get(place(at, row.start())).add(row));
        history.samples().forEach(sample -> builders.get(place(at, sample.at())).add(sample));
        List<SampleSpan> spans = new ArrayList<>();
        for (int i = 1; i < at.length; i++) {
            spans.add(builders.get(i - 1).span(edges.get(i - 1), edges.get(i)));
        }
        return spans;
    }

    /** The span that a time is in. */
    private static int place(long[] edges, long at) {
        int found = Arrays.binarySearch(edges, at);
        return found >= 0 ? found : -found - 2;
    }

    @Override
    public List<Sample> samples(CheckId check, Instant from, Instant to) {
        return from.isBefore(to)
                ? history(check, from.toEpochMilli(), to.toEpochMilli(), false).samples().stream()
                        .map(sample -> sample.toSample(check))
                        .toList()
                : List.of();
    }

    private CheckHistory history(CheckId check, long from, long to, boolean rows) {
        List<Sample> unwritten = waiting.get(); // before the database is read, so that none is in neither
        CheckHistory history = new CheckHistory(complaints, from, to);
        database.read(connection -> read(connection, check, history, rows), false);
        unwritten.stream()
                .filter(sample -> sample.check().equals(check))
                .map(RawSample::of)
                .forEach(history::add);
        return history;
    }

    private static boolean read(Connection connection, CheckId check, CheckHistory history, boolean rows)
            throws SQLException {
        SampleTables tables = new SampleTables(connection);
        OptionalLong number = tables.number(check);
        if (number.isPresent()) {
            history.read(tables, number.getAsLong(), rows);
        }
        return true;
    }

    @Override
    public Map<CheckId, List<Cell>> heat(Instant from, Duration width, int columns) {
        long start = from.toEpochMilli();
        long each = width.toMillis();
        if (each < 1 || columns < 1) {
            throw new IllegalArgumentException("a heat map needs columns of a millisecond or more");
        }
        List<Sample> unwritten = waiting.get();
        Map<CheckId, Set<Long>> times = new HashMap<>();
        unwritten.forEach(sample -> times.computeIfAbsent(sample.check(), check -> new HashSet<>())
                .add(sample.at().toEpochMilli()));
        Map<CheckId, HeatMap> maps = database.read(
                connection ->
                        new HeatReader(new SampleTables(connection), complaints, start, each, columns, times).read(),
                new TreeMap<>());
        for (Sample sample : unwritten) {
            maps.computeIfAbsent(sample.check(), check -> new HeatMap(start, each, columns))
                    .add(RawSample.of(sample));
        }
        Map<CheckId, List<Cell>> cells = new TreeMap<>();
        maps.forEach((check, map) -> {
            if (!map.isEmpty()) {
                cells.put(check, map.cells());
            }
        });
        return cells;
    }

    @Override
    public Set<CheckId> checks() {
        Set<CheckId> checks = new TreeSet<>(database.read(
                connection ->
                        new SampleTables(connection).checks().values().stream().toList(),
                List.<CheckId>of()));
        waiting.get().forEach(sample -> checks.add(sample.check()));
        return checks;
    }

    /** Throws only {@link StoreException}. */
    @Override
    public void close() {
        database.close();
    }
}
