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
    private final Map<CheckId, Long> numbers = new HashMap<>();

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
                    .add(new BatchCodec.Numbered(number(tables, sample.check()), raw));
        }
        for (Map.Entry<Long, List<BatchCodec.Numbered>> hour : byHour.entrySet()) {
            tables.addBatch(hour.getKey(), BatchCodec.encode(SampleTier.RAW.start(hour.getKey()), hour.getValue()));
        }
        return true;
    }

    private long number(SampleTables tables, CheckId check) throws SQLException {
        Long known = numbers.get(check);
        if (known != null) {
            return known;
        }
        var stored = tables.number(check);
        long number = stored.isPresent() ? stored.getAsLong() : tables.numberNew(check);
        numbers.put(check, number);
        return number;
    }
}
