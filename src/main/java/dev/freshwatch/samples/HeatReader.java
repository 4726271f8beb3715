package dev.freshwatch.samples;

import dev.freshwatch.freshness.CheckId;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Fills the heat map of all checks, with the finest that is stored of each day. Where columns begin and end with rows of
 * five minutes, those are read even if there are samples: they say the same, and are fewer.
 */
final class HeatReader {

    private final SampleTables tables;
    private final ChunkComplaints complaints;
    private final Supplier<HeatMap> empty;
    private final long from;
    private final long to;
    private final boolean aligned;
    /** Times of samples that are counted elsewhere, by check. */
    private final Map<CheckId, Set<Long>> elsewhere;

    private final Map<Long, HeatMap> maps = new HashMap<>();
    /** Slots of the hours of checks of which there are samples in chunks. */
    private final Set<Long> covered = new HashSet<>();

    /**
     * @param empty     makes a map of a check
     * @param elsewhere times of samples that may be stored and are left out, by check
     */
    HeatReader(
            SampleTables tables,
            ChunkComplaints complaints,
            Supplier<HeatMap> empty,
            Map<CheckId, Set<Long>> elsewhere) {
        this.tables = tables;
        this.complaints = complaints;
        this.empty = empty;
        this.elsewhere = elsewhere;
        HeatMap one = empty.get();
        from = one.from();
        to = one.to();
        aligned = one.isAlignedWith(SampleTier.FIVE_MINUTES);
    }

    Map<CheckId, HeatMap> read() throws SQLException {
        long firstDay = SampleTier.FIVE_MINUTES.period(from);
        long lastDay = SampleTier.FIVE_MINUTES.period(to - 1);
        Map<Long, Integer> stages = tables.stages(firstDay, lastDay + 1);
        long oldest = tables.oldestDay().orElse(Long.MAX_VALUE);
        if (firstDay < oldest) {
            hours(SampleTier.FIVE_MINUTES.start(Math.min(oldest, lastDay + 1)));
        }
        for (long day = firstDay; day <= lastDay; day++) {
            int stage = stages.getOrDefault(day, SampleTables.OPEN);
            if (stage == SampleTables.PRUNED || (stage == SampleTables.THINNED && aligned)) {
                fiveMinutes(day);
            } else {
                samples(day);
            }
        }
        Map<Long, CheckId> checks = tables.numbers().all();
        batches(checks);
        Map<CheckId, HeatMap> named = new TreeMap<>();
        maps.forEach((number, map) -> {
            if (!map.isEmpty() && checks.containsKey(number)) {
                named.put(checks.get(number), map);
            }
        });
        return named;
    }

    private void samples(long day) throws SQLException {
        long start = Math.max(from, SampleTier.FIVE_MINUTES.start(day));
        long end = Math.min(to, SampleTier.FIVE_MINUTES.start(day + 1));
        tables.each(SampleTier.RAW, SampleTier.RAW.period(start), SampleTier.RAW.period(end - 1) + 1, (slot, data) -> {
            try {
                HeatMap map = map(SampleTier.check(slot));
                HourCodec.decode(SampleTier.RAW.start(SampleTier.periodOf(slot)), data, map::add);
                covered.add(slot);
            } catch (UnreadableChunk e) {
                complaints.skipped("sample_hour, slot " + slot, e);
            }
        });
    }

    private void batches(Map<Long, CheckId> checks) throws SQLException {
        Map<Long, Set<Long>> leftOut = new HashMap<>();
        checks.forEach((number, check) -> {
            if (elsewhere.containsKey(check)) {
                leftOut.put(number, elsewhere.get(check));
            }
        });
        long first = SampleTier.RAW.period(from);
        for (SampleTables.Stored batch : tables.batches(first, SampleTier.RAW.period(to - 1) + 1)) {
            try {
                BatchCodec.decode(SampleTier.RAW.start(batch.key()), batch.data(), (check, sample) -> {
                    // an hour that is half packed is in both: which samples are, is not worth finding out here
                    if (!covered.contains(SampleTier.slot(batch.key(), check))
                            && !leftOut.getOrDefault(check, Set.of()).contains(sample.at())) {
                        map(check).add(sample);
                    }
                });
            } catch (UnreadableChunk e) {
                complaints.skipped("sample_batch, a batch of hour " + batch.key(), e);
            }
        }
    }

    private void fiveMinutes(long day) throws SQLException {
        rows(SampleTier.FIVE_MINUTES, day, day + 1, Long.MAX_VALUE);
    }

    /** What is left of days that have no finer rows any more. */
    private void hours(long before) throws SQLException {
        long end = Math.min(to, before);
        rows(SampleTier.HOURS, SampleTier.HOURS.period(from), SampleTier.HOURS.period(end - 1) + 1, end);
    }

    private void rows(SampleTier tier, long fromPeriod, long toPeriod, long before) throws SQLException {
        tables.each(tier, fromPeriod, toPeriod, (slot, data) -> {
            try {
                HeatMap map = map(SampleTier.check(slot));
                for (SampleRow row : tier.codec(SampleTier.periodOf(slot)).decode(data)) {
                    if (row.start() < before) {
                        map.add(row);
                    }
                }
            } catch (UnreadableChunk e) {
                complaints.skipped(tier.table() + ", slot " + slot, e);
            }
        });
    }

    private HeatMap map(long check) {
        return maps.computeIfAbsent(check, number -> empty.get());
    }
}
