package dev.freshwatch.samples;

import dev.freshwatch.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The tables of the history, within a transaction. See {@code db/history}. */
final class SampleTables {

    /** Samples of the day have no rows yet. */
    static final int OPEN = 0;
    /** The rows of the day have been made. */
    static final int THINNED = 1;
    /** The samples of the day are gone, or about to go. */
    static final int PRUNED = 2;

    private final Connection connection;

    SampleTables(Connection connection) {
        this.connection = connection;
    }

    /** @param key the hour of a batch, or the slot of a chunk */
    record Stored(long key, byte[] data) {}

    /** @param seq the later, the higher */
    record Batch(long seq, byte[] data) {}

    CheckNumbers numbers() {
        return new CheckNumbers(connection);
    }

    void addBatch(long hour, byte[] data) throws SQLException {
        Sql.update(connection, "INSERT INTO sample_batch (hour, data) VALUES (?, ?)", hour, data);
    }

    /** The hours before this one of which there are batches. */
    List<Long> batchHours(long before) throws SQLException {
        return Sql.list(
                connection,
                "SELECT DISTINCT hour FROM sample_batch WHERE hour < ? ORDER BY hour",
                Sql.Row::number,
                before);
    }

    /** In the order in which they were written. */
    List<Batch> batches(long hour) throws SQLException {
        return Sql.list(
                connection,
                "SELECT seq, data FROM sample_batch WHERE hour = ? ORDER BY seq",
                row -> new Batch(row.number(), row.bytes()),
                hour);
    }

    /** The batches of these hours, in the order in which they were written. */
    List<Stored> batches(long fromHour, long toHour) throws SQLException {
        return Sql.list(
                connection,
                "SELECT hour, data FROM sample_batch WHERE hour >= ? AND hour < ? ORDER BY seq",
                row -> new Stored(row.number(), row.bytes()),
                fromHour,
                toHour);
    }

    void removeBatches(long hour, long upTo) throws SQLException {
        Sql.update(connection, "DELETE FROM sample_batch WHERE hour = ? AND seq <= ?", hour, upTo);
    }

    Optional<byte[]> chunk(SampleTier tier, long slot) throws SQLException {
        return Sql.first(connection, "SELECT data FROM " + tier.table() + " WHERE slot = ?", Sql.Row::bytes, slot);
    }

    /** The chunks of a check in these periods. */
    List<Stored> chunks(SampleTier tier, long check, Iterable<Long> periods) throws SQLException {
        return Sql.listForEach(
                connection,
                "SELECT slot, data FROM " + tier.table() + " WHERE slot = ?",
                row -> new Stored(row.number(), row.bytes()),
                periods,
                period -> Sql.args(SampleTier.slot(period, check)));
    }

    /** Takes each chunk of all checks from one period to before another. */
    void each(SampleTier tier, long fromPeriod, long toPeriod, ChunkSink into) throws SQLException {
        Sql.list(
                connection,
                "SELECT slot, data FROM " + tier.table() + " WHERE slot >= ? AND slot < ? ORDER BY slot",
                row -> {
                    into.add(row.number(), row.bytes());
                    return null;
                },
                SampleTier.firstSlot(fromPeriod),
                SampleTier.firstSlot(toPeriod));
    }

    /** The numbers of the checks that have chunks there. */
    List<Long> checksIn(SampleTier tier, long fromPeriod, long toPeriod) throws SQLException {
        return Sql.list(
                        connection,
                        "SELECT slot FROM " + tier.table() + " WHERE slot >= ? AND slot < ?",
                        row -> SampleTier.check(row.number()),
                        SampleTier.firstSlot(fromPeriod),
                        SampleTier.firstSlot(toPeriod))
                .stream()
                .distinct()
                .sorted()
                .toList();
    }

    void put(SampleTier tier, long slot, byte[] data) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO " + tier.table()
                        + " (slot, data) VALUES (?, ?) ON CONFLICT (slot) DO UPDATE SET data = excluded.data",
                slot,
                data);
    }

    boolean isThere(SampleTier tier, long fromPeriod, long toPeriod) throws SQLException {
        return Sql.exists(
                connection,
                "SELECT 1 FROM " + tier.table() + " WHERE slot >= ? AND slot < ? LIMIT 1",
                SampleTier.firstSlot(fromPeriod),
                SampleTier.firstSlot(toPeriod));
    }

    /** Periods before this one that have chunks, ascending. */
    List<Long> periodsBefore(SampleTier tier, long period) throws SQLException {
        return Sql.list(
                        connection,
                        "SELECT slot FROM " + tier.table() + " WHERE slot < ?",
                        row -> SampleTier.periodOf(row.number()),
                        SampleTier.firstSlot(period))
                .stream()
                .distinct()
                .sorted()
                .toList();
    }

    /** The first and the last period that have chunks; empty if there are none. */
    Optional<Bounds> bounds(SampleTier tier) throws SQLException {
        Optional<Long> first = Sql.first(connection, "SELECT MIN(slot) FROM " + tier.table(), Sql.Row::numberOrNull);
        Optional<Long> last = Sql.first(connection, "SELECT MAX(slot) FROM " + tier.table(), Sql.Row::numberOrNull);
        return first.isEmpty() || last.isEmpty()
                ? Optional.empty()
                : Optional.of(new Bounds(SampleTier.periodOf(first.get()), SampleTier.periodOf(last.get())));
    }

    /** Both inclusive. */
    record Bounds(long first, long last) {}

    /** @return how many chunks there were */
    int remove(SampleTier tier, long fromPeriod, long toPeriod) throws SQLException {
        return Sql.update(
                connection,
                "DELETE FROM " + tier.table() + " WHERE slot >= ? AND slot < ?",
                SampleTier.firstSlot(fromPeriod),
                SampleTier.firstSlot(toPeriod));
    }

    /** How far this day is; empty = nothing is known of it. */
    Optional<Integer> stage(long day) throws SQLException {
        return Sql.first(connection, "SELECT stage FROM sample_progress WHERE day = ?", Sql.Row::integer, day);
    }

    void stage(long day, int stage) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO sample_progress (day, stage) VALUES (?, ?)"
                        + " ON CONFLICT (day) DO UPDATE SET stage = excluded.stage",
                day,
                stage);
    }

    /** The days from one to before another that are so far, ascending. */
    List<Long> days(int stage, long from, long to) throws SQLException {
        return Sql.list(
                connection,
                "SELECT day FROM sample_progress WHERE stage = ? AND day >= ? AND day < ? ORDER BY day",
                Sql.Row::number,
                stage,
                from,
                to);
    }

    /** How far the days from one to before another are, as far as they are known. */
    Map<Long, Integer> stages(long from, long to) throws SQLException {
        Map<Long, Integer> stages = new HashMap<>();
        Sql.list(
                connection,
                "SELECT day, stage FROM sample_progress WHERE day >= ? AND day < ?",
                row -> stages.put(row.number(), row.integer()),
                from,
                to);
        return stages;
    }

    /** The first day of which more than hourly rows may be left. */
    Optional<Long> oldestDay() throws SQLException {
        return Sql.first(connection, "SELECT MIN(day) FROM sample_progress", Sql.Row::numberOrNull);
    }

    /** About when the newest sample was taken. */
    Optional<Instant> newest() throws SQLException {
        Optional<Long> day = Sql.first(connection, "SELECT MAX(day) FROM sample_progress", Sql.Row::numberOrNull);
        Optional<Long> hour = Sql.first(connection, "SELECT MAX(hour) FROM sample_batch", Sql.Row::numberOrNull);
        return Stream.concat(
                        day.map(last -> SampleTier.FIVE_MINUTES.start(last + 1)).stream(),
                        hour.map(last -> SampleTier.RAW.start(last + 1)).stream())
                .max(Comparator.naturalOrder())
                .map(Instant::ofEpochMilli);
    }

    void forgetDays(long before) throws SQLException {
        Sql.update(connection, "DELETE FROM sample_progress WHERE stage = ? AND day < ?", PRUNED, before);
    }
}
