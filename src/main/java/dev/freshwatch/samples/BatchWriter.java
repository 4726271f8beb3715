package dev.freshwatch.samples;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.store.HistoryDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes samples as they come: one row for each hour that they are of. Used by one thread. */
final class BatchWriter {

    private final HistoryDatabase database;
    private final Map<CheckId, Known> numbers = new HashMap<>();

    /** @param day the day for which the number was looked up: a number that is not used is not kept for ever */
    private record Known(long number, long day) {}

    BatchWriter(HistoryDatabase database) {
        this.database = database;
    }

    /** Writes them in one transaction. */
    void write(List<Sample> samples) {
        boolean written = false;
        try {
            database.write(connection -> write(connection, samples));
            written = true;
        } finally {
            if (!written) {
                numbers.clear(); // numbers given in the transaction are gone, and so may be the file
            }
        }
    }

    private boolean write(Connection connection, List<Sample> samples) throws SQLException {
        SampleTables tables = new SampleTables(connection);
        Map<Long, List<BatchCodec.Numbered>> byHour = new TreeMap<>();
        for (Sample sample : samples) {
            RawSample raw = RawSample.of(sample);
            byHour.computeIfAbsent(SampleTier.RAW.period(raw.at()), hour -> new ArrayList<>())
                    .add(new BatchCodec.Numbered(number(tables, sample.check(), raw.at()), raw));
        }
        for (Map.Entry<Long, List<BatchCodec.Numbered>> hour : byHour.entrySet()) {
            tables.addBatch(hour.getKey(), BatchCodec.encode(SampleTier.RAW.start(hour.getKey()), hour.getValue()));
        }
        return true;
    }

    private long number(SampleTables tables, CheckId check, long at) throws SQLException {
        long day = SampleTier.FIVE_MINUTES.period(at);
        Known known = numbers.get(check);
        if (known != null && known.day() >= day) {
            return known.number();
        }
        long number = tables.numbers().on(day, check);
        numbers.put(check, new Known(number, day));
        return number;
    }
}
