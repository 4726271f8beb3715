package dev.freshwatch.samples;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * What is stored of a check in a time: for each hour the finest that there is. A sample or row belongs to the time in
 * which it begins.
 */
final class CheckHistory {

    private final ChunkComplaints complaints;
    private final long from;
    private final long to;
    private final TreeMap<Long, RawSample> samples = new TreeMap<>();
    private final List<SampleRow> rows = new ArrayList<>();
    /** Hours that need no coarser rows. */
    private final Set<Long> covered = new HashSet<>();

    /**
     * @param from in milliseconds since 1970
     * @param to   exclusive
     */
    CheckHistory(ChunkComplaints complaints, long from, long to) {
        this.complaints = complaints;
        this.from = from;
        this.to = to;
    }

    /**
     * @param check number of the check
     * @param rows  whether what is thinned out is wanted too
     */
    void read(SampleTables tables, long check, boolean rows) throws SQLException {
        Map<Long, Integer> stages =
                tables.stages(SampleTier.FIVE_MINUTES.period(from), SampleTier.FIVE_MINUTES.period(to - 1) + 1);
        readChunks(tables, check, hours(stages));
        readBatches(tables, check);
        if (rows) {
            readRows(SampleTier.FIVE_MINUTES, tables.chunks(SampleTier.FIVE_MINUTES, check, stages.keySet()));
            readRows(SampleTier.HOURS, tables.chunks(SampleTier.HOURS, check, months(tables)));
        }
    }

    /** Those of which there may be samples. */
    private List<Long> hours(Map<Long, Integer> stages) {
        long first = SampleTier.RAW.period(from);
        long last = SampleTier.RAW.period(to - 1);
        return stages.entrySet().stream()
                .filter(day -> day.getValue() != SampleTables.PRUNED)
                .map(day -> SampleTier.RAW.period(SampleTier.FIVE_MINUTES.start(day.getKey())))
                .flatMap(hour -> LongStream.range(hour, hour + 24).boxed())
                .filter(hour -> hour >= first && hour <= last)
                .toList();
    }

    /** Those of which there may be rows: a request may be of any time. */
    private List<Long> months(SampleTables tables) throws SQLException {
        Optional<SampleTables.Bounds> there = tables.bounds(SampleTier.HOURS);
        return there.isEmpty()
                ? List.of()
                : LongStream.rangeClosed(
                                Math.max(
                                        SampleTier.HOURS.period(from),
                                        there.get().first()),
                                Math.min(
                                        SampleTier.HOURS.period(to - 1),
                                        there.get().last()))
                        .boxed()
                        .toList();
    }

    private void readChunks(SampleTables tables, long check, List<Long> hours) throws SQLException {
        for (SampleTables.Stored chunk : tables.chunks(SampleTier.RAW, check, hours)) {
            long hour = SampleTier.periodOf(chunk.key());
            try {
                HourCodec.decode(SampleTier.RAW.start(hour), chunk.data(), this::add);
                covered.add(hour);
            } catch (UnreadableChunk e) {
                complaints.skipped("sample_hour, slot " + chunk.key(), e);
            }
        }
    }

    private void readBatches(SampleTables tables, long check) throws SQLException {
        for (SampleTables.Stored batch :
                tables.batches(SampleTier.RAW.period(from), SampleTier.RAW.period(to - 1) + 1)) {
            try {
                BatchCodec.decode(SampleTier.RAW.start(batch.key()), batch.data(), (number, sample) -> {
                    if (number == check) {
                        covered.add(batch.key());
                        add(sample);
                    }
                });
            } catch (UnreadableChunk e) {
                complaints.skipped("sample_batch, a batch of hour " + batch.key(), e);
            }
        }
    }

    /** One at the same time as another takes its place. */
    void add(RawSample sample) {
        if (sample.at() >= from && sample.at() < to) {
            samples.put(sample.at(), sample);
        }
    }

    private void readRows(SampleTier tier, List<SampleTables.Stored> chunks) {
        Set<Long> found = new HashSet<>();
        for (SampleTables.Stored chunk : chunks) {
            try {
                for (SampleRow row :
                        tier.codec(SampleTier.periodOf(chunk.key())).decode(chunk.data())) {
                    long hour = SampleTier.RAW.period(row.start());
                    if (!covered.contains(hour)) {
                        found.add(hour);
                        if (row.start() >= from && row.start() < to) {
                            rows.add(row);
                        }
                    }
                }
            } catch (UnreadableChunk e) {
                complaints.skipped(tier.table() + ", slot " + chunk.key(), e);
            }
        }
        covered.addAll(found);
    }

    /** Ascending. */
    Collection<RawSample> samples() {
        return samples.values();
    }

    Collection<SampleRow> rows() {
        return rows;
    }
}
