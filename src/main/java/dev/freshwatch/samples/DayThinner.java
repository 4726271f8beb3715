package dev.freshwatch.samples;

import dev.freshwatch.store.HistoryDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Makes the rows of 5 minutes and of hours of days that are over, from all samples of the day, so that their percentiles
 * are exact. What is done twice has the same outcome.
 */
final class DayThinner {

    /** The last hour of the day has been packed by then. */
    private static final Duration GRACE = Duration.ofMinutes(5);

    private final HistoryDatabase database;
    private final ChunkComplaints complaints = new ChunkComplaints();

    DayThinner(HistoryDatabase database) {
        this.database = database;
    }

    /** @param pauses are made between the transactions */
    void thin(Instant now, SmallSteps pauses) throws InterruptedException {
        long open = SampleTier.FIVE_MINUTES.period(now.minus(GRACE).toEpochMilli());
        List<Long> days = database.read(
                connection -> new SampleTables(connection).days(SampleTables.OPEN, Long.MIN_VALUE, open), List.of());
        for (long day : days) {
            long first = SampleTier.RAW.period(SampleTier.FIVE_MINUTES.start(day));
            List<Long> checks = database.read(
                    connection -> new SampleTables(connection).checksIn(SampleTier.RAW, first, first + 24), List.of());
            pauses.forEach(
                    checks,
                    some -> database.write(connection -> {
                        SampleTables tables = new SampleTables(connection);
                        for (long check : some) {
                            thin(tables, day, check);
                        }
                        return true;
                    }));
            pauses.once(() -> database.write(connection -> {
                new SampleTables(connection).stage(day, SampleTables.THINNED);
                return true;
            }));
        }
    }

    private void thin(SampleTables tables, long day, long check) throws SQLException {
        List<RawSample> samples = new ArrayList<>();
        long first = SampleTier.RAW.period(SampleTier.FIVE_MINUTES.start(day));
        for (SampleTables.Stored chunk : tables.chunks(
                SampleTier.RAW,
                check,
                LongStream.range(first, first + 24).boxed().toList())) {
            try {
                HourCodec.decode(SampleTier.RAW.start(SampleTier.periodOf(chunk.key())), chunk.data(), samples::add);
            } catch (UnreadableChunk e) {
                complaints.skipped("sample_hour, slot " + chunk.key(), e);
            }
        }
        if (samples.isEmpty()) {
            return;
        }
        tables.put(
                SampleTier.FIVE_MINUTES,
                SampleTier.slot(day, check),
                SampleTier.FIVE_MINUTES.codec(day).encode(rows(samples, SampleTier.FIVE_MINUTES.width())));
        addHours(tables, day, check, rows(samples, SampleTier.HOURS.width()));
    }

    /** In place of those that the month may have of this day. */
    private void addHours(SampleTables tables, long day, long check, List<SampleRow> hours) throws SQLException {
        long start = SampleTier.FIVE_MINUTES.start(day);
        long month = SampleTier.HOURS.period(start);
        long slot = SampleTier.slot(month, check);
        RowCodec codec = SampleTier.HOURS.codec(month);
        TreeMap<Long, SampleRow> all = new TreeMap<>();
        byte[] before = tables.chunk(SampleTier.HOURS, slot).orElse(null);
        if (before != null) {
            try {
                codec.decode(before).forEach(row -> all.put(row.start(), row));
            } catch (UnreadableChunk e) {
                complaints.skipped("sample_month, slot " + slot, e);
            }
        }
        all.subMap(start, start + SampleTier.DAY).clear();
        hours.forEach(row -> all.put(row.start(), row));
        tables.put(SampleTier.HOURS, slot, codec.encode(List.copyOf(all.values())));
    }

    /** Ascending. */
    static List<SampleRow> rows(List<RawSample> samples, long width) {
        return samples.stream()
                .collect(Collectors.groupingBy(
                        sample -> Math.floorDiv(sample.at(), width) * width, TreeMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(entry -> {
                    SpanBuilder builder = new SpanBuilder();
                    entry.getValue().forEach(builder::add);
                    return builder.row(entry.getKey());
                })
                .toList();
    }
}
