package dev.freshwatch.samples;

import dev.freshwatch.store.HistoryDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Packs the samples of hours that are over into a chunk for each check. What is done twice has the same outcome, so an
 * hour that was half packed when the process was killed is packed again.
 */
final class HourPacker {

    /** Answers of the last seconds of an hour may still be on their way. */
    private static final Duration GRACE = Duration.ofMinutes(2);

    /** Of so many at a time the samples are in memory. */
    private static final int SAMPLES_AT_ONCE = 50_000;

    private final HistoryDatabase database;
    private final SampleQueue queue;
    private final ChunkComplaints complaints = new ChunkComplaints();

    HourPacker(HistoryDatabase database, SampleQueue queue) {
        this.database = database;
        this.queue = queue;
    }

    /** Packs all hours that are over. @param pauses are made between the transactions */
    void pack(Instant now, SmallSteps pauses) throws InterruptedException {
        long open = SampleTier.RAW.period(now.minus(GRACE).toEpochMilli());
        List<Long> hours = database.read(connection -> new SampleTables(connection).batchHours(open), List.of());
        for (long hour : hours) {
            pack(hour, pauses);
        }
    }

    private void pack(long hour, SmallSteps pauses) throws InterruptedException {
        List<SampleTables.Batch> batches =
                database.read(connection -> new SampleTables(connection).batches(hour), List.of());
        if (batches.isEmpty()) {
            return; // another node has packed them meanwhile
        }
        Map<Long, Integer> counts = new TreeMap<>();
        for (SampleTables.Batch batch : batches) {
            decode(hour, batch, (check, sample) -> counts.merge(check, 1, Integer::sum));
        }
        if (isGone(hour)) {
            queue.countDropped(
                    counts.values().stream().mapToLong(count -> count).sum());
        } else {
            List<Long> some = new ArrayList<>();
            int samples = 0;
            for (Map.Entry<Long, Integer> check : counts.entrySet()) {
                some.add(check.getKey());
                samples += check.getValue();
                if (samples >= SAMPLES_AT_ONCE) {
                    pack(hour, batches, some, pauses);
                    some.clear();
                    samples = 0;
                }
            }
            pack(hour, batches, some, pauses);
        }
        long last = batches.get(batches.size() - 1).seq();
        database.write(connection -> {
            new SampleTables(connection).removeBatches(hour, last);
            return true;
        });
    }

    /** The samples of that day have been thinned out and deleted; only a clock that was set back can bring new ones. */
    private boolean isGone(long hour) {
        return database.read(
                        connection -> new SampleTables(connection)
                                .stage(SampleTier.FIVE_MINUTES.period(SampleTier.RAW.start(hour))),
                        Optional.<Integer>empty())
                .filter(stage -> stage == SampleTables.PRUNED)
                .isPresent();
    }

    private void decode(long hour, SampleTables.Batch batch, BatchCodec.Into into) {
        try {
            BatchCodec.decode(SampleTier.RAW.start(hour), batch.data(), into);
        } catch (UnreadableChunk e) {
            complaints.skipped("sample_batch, seq " + batch.seq(), e);
        }
    }

    private void pack(long hour, List<SampleTables.Batch> batches, List<Long> checks, SmallSteps pauses)
            throws InterruptedException {
        Map<Long, TreeMap<Long, RawSample>> samples = new TreeMap<>();
        checks.forEach(check -> samples.put(check, new TreeMap<>()));
        for (SampleTables.Batch batch : batches) {
            decode(hour, batch, (check, sample) -> {
                if (samples.containsKey(check)) {
                    samples.get(check).put(sample.at(), sample);
                }
            });
        }
        pauses.forEach(
                checks,
                some -> database.write(connection -> {
                    SampleTables tables = new SampleTables(connection);
                    tables.stage(SampleTier.FIVE_MINUTES.period(SampleTier.RAW.start(hour)), SampleTables.OPEN);
                    for (long check : some) {
                        put(tables, hour, check, samples.get(check));
                    }
                    return true;
                }));
    }

    private void put(SampleTables tables, long hour, long check, TreeMap<Long, RawSample> samples) throws SQLException {
        long slot = SampleTier.slot(hour, check);
        long start = SampleTier.RAW.start(hour);
        TreeMap<Long, RawSample> all = new TreeMap<>();
        byte[] before = tables.chunk(SampleTier.RAW, slot).orElse(null);
        if (before != null) {
            try {
                HourCodec.decode(start, before, sample -> all.put(sample.at(), sample));
            } catch (UnreadableChunk e) {
                complaints.skipped("sample_hour, slot " + slot, e);
            }
        }
        all.putAll(samples);
        tables.put(SampleTier.RAW, slot, HourCodec.encode(start, all.values()));
    }
}
