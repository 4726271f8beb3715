package dev.freshwatch.samples;

import dev.freshwatch.store.HistoryDatabase;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;

/** Deletes what has been stored for long enough. */
final class SampleRetention {

    /** Samples of whole days, so that they are there for three days to four. */
    static final Period RAW = Period.ofDays(3);

    static final Period FIVE_MINUTES = Period.ofDays(35);
    static final Period HOURS = Period.ofMonths(25);

    private final HistoryDatabase database;

    SampleRetention(HistoryDatabase database) {
        this.database = database;
    }

    void prune(Instant now, SmallSteps pauses) throws InterruptedException {
        long thin = SampleTier.FIVE_MINUTES.period(before(now, RAW));
        List<Long> days = database.read(
                connection -> new SampleTables(connection).days(SampleTables.THINNED, Long.MIN_VALUE, thin), List.of());
        for (long day : days) {
            // first, so that rows are never made again from what is left of the samples
            pauses.once(() -> stage(day, SampleTables.PRUNED));
        }
        List<Long> gone = database.read(
                connection -> new SampleTables(connection).days(SampleTables.PRUNED, Long.MIN_VALUE, thin), List.of());
        for (long day : gone) {
            long first = SampleTier.RAW.period(SampleTier.FIVE_MINUTES.start(day));
            if (isLeft(first)) {
                for (long hour = first; hour < first + 24; hour++) {
                    remove(SampleTier.RAW, hour, pauses);
                }
            }
        }
        long lastFine = SampleTier.FIVE_MINUTES.period(before(now, FIVE_MINUTES));
        removeUntil(SampleTier.FIVE_MINUTES, lastFine, pauses);
        pauses.once(() -> database.write(connection -> {
            new SampleTables(connection).forgetDays(lastFine);
            return true;
        }));
        long firstMonth = SampleTier.HOURS.period(before(now, HOURS));
        removeUntil(SampleTier.HOURS, firstMonth, pauses);
        // last, when nothing is left that has their numbers
        long firstDay = SampleTier.FIVE_MINUTES.period(SampleTier.HOURS.start(firstMonth));
        long today = SampleTier.FIVE_MINUTES.period(now.toEpochMilli());
        pauses.once(() -> database.write(connection -> {
            new SampleTables(connection).numbers().forget(firstDay, today);
            return true;
        }));
    }

    private static long before(Instant now, Period kept) {
        return now.atZone(ZoneOffset.UTC).minus(kept).toInstant().toEpochMilli();
    }

    private void stage(long day, int stage) {
        database.write(connection -> {
            new SampleTables(connection).stage(day, stage);
            return true;
        });
    }

    private boolean isLeft(long firstHour) {
        return database.read(
                connection -> new SampleTables(connection).isThere(SampleTier.RAW, firstHour, firstHour + 24), false);
    }

    private void removeUntil(SampleTier tier, long period, SmallSteps pauses) throws InterruptedException {
        List<Long> old =
                database.read(connection -> new SampleTables(connection).periodsBefore(tier, period), List.of());
        for (long each : old) {
            remove(tier, each, pauses);
        }
    }

    private void remove(SampleTier tier, long period, SmallSteps pauses) throws InterruptedException {
        pauses.once(() -> database.write(connection -> new SampleTables(connection).remove(tier, period, period + 1)));
    }
}
