package dev.freshwatch.samples;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

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
        readSamples(tables, check);
        if (rows) {
            readRows(tables, check, SampleTier.FIVE_MINUTES);
            readRows(tables, check, SampleTier.HOURS);
        }
    }

    private void readSamples(SampleTables tables, long check) throws SQLException {
        long first = SampleTier.RAW.period(from);
        long end = SampleTier.RAW.period(to - 1) + 1;
        for (SampleTables.Stored chunk : tables.chunks(SampleTier.RAW, check, first, end)) {
            long hour = SampleTier.periodOf(chunk.key());
            try {
                HourCodec.decode(SampleTier.RAW.start(hour), chunk.data(), this::add);
                covered.add(hour);
            } catch (UnreadableChunk e) {
                complaints.skipped("sample_hour, slot " + chunk.key(), e);
            }
        }
        for (SampleTables.Stored batch : tables.batches(first, end)) {
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

    private void readRows(SampleTables tables, long check, SampleTier tier) throws SQLException {
        Set<Long> found = new HashSet<>();
        for (SampleTables.Stored chunk : tables.chunks(tier, check, tier.period(from), tier.period(to - 1) + 1)) {
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
