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
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads the history from its database, and what waits to be written into it. */
final class StoredSamples implements SampleHistory {

    private final HistoryDatabase database;
    private final SampleQueue queue;
    private final HeatCache heat = new HeatCache();
    private final ChunkComplaints complaints = new ChunkComplaints();

    /** @param queue of samples that may not be in the database yet; null = in another process */
    StoredSamples(HistoryDatabase database, SampleQueue queue) {
        this.database = database;
        this.queue = queue;
    }

    private List<Sample> unwritten() {
        return queue == null ? List.of() : queue.all();
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
        List<Sample> unwritten = unwritten(); // before the database is read, so that none is in neither
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
        OptionalLong number = tables.numbers().of(check);
        if (number.isPresent()) {
            history.read(tables, number.getAsLong(), rows);
        }
        return true;
    }

    @Override
    public Map<CheckId, List<Cell>> heat(Instant from, Duration width, int columns) {
        if (width.toMillis() < 1 || columns < 1) {
            throw new IllegalArgumentException("a heat map needs columns of a millisecond or more");
        }
        HeatCache.Question question = new HeatCache.Question(from, width, columns);
        long writes = queue == null ? 0 : queue.writtenCount();
        List<Sample> unwritten = unwritten();
        Map<CheckId, HeatMap> maps = new TreeMap<>(
                queue == null
                        ? read(question, unwritten)
                        : heat.answer(question, writes, () -> read(question, unwritten)));
        unwritten.stream()
                .collect(Collectors.groupingBy(Sample::check))
                .forEach((check, samples) ->
                        maps.put(check, maps.getOrDefault(check, map(question)).with(samples)));
        Map<CheckId, List<Cell>> cells = new TreeMap<>();
        maps.forEach((check, map) -> {
            if (!map.isEmpty()) {
                cells.put(check, map.cells());
            }
        });
        return cells;
    }

    private static HeatMap map(HeatCache.Question question) {
        return new HeatMap(question.from().toEpochMilli(), question.width().toMillis(), question.columns());
    }

    /** @param elsewhere may have been written meanwhile, and are left out */
    private Map<CheckId, HeatMap> read(HeatCache.Question question, List<Sample> elsewhere) {
        Map<CheckId, Set<Long>> times = elsewhere.stream()
                .collect(Collectors.groupingBy(
                        Sample::check, Collectors.mapping(sample -> sample.at().toEpochMilli(), Collectors.toSet())));
        return database.read(
                connection ->
                        new HeatReader(new SampleTables(connection), complaints, () -> map(question), times).read(),
                new TreeMap<>());
    }

    @Override
    public Set<CheckId> checks() {
        Set<CheckId> checks = new TreeSet<>(database.read(
                connection -> new SampleTables(connection)
                        .numbers().all().values().stream().toList(),
                List.<CheckId>of()));
        unwritten().forEach(sample -> checks.add(sample.check()));
        return checks;
    }

    /** Throws only {@link StoreException}. */
    @Override
    public void close() {
        database.close();
    }
}
