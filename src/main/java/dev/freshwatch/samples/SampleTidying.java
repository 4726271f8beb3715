package dev.freshwatch.samples;

import dev.freshwatch.store.HistoryDatabase;
import dev.freshwatch.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Packs, thins out and deletes what has become old. Whatever fails is tried again later. Used by one thread. */
final class SampleTidying {

    private static final Logger LOG = LoggerFactory.getLogger(SampleTidying.class);

    private static final long EVERY = Duration.ofMinutes(1).toNanos();
    private static final long PRUNE_EVERY = Duration.ofMinutes(30).toNanos();

    private final HistoryDatabase database;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final SmallSteps steps;
    private final HourPacker packer;
    private final DayThinner thinner;
    private final SampleRetention retention;
    private final PruneGuard guard;
    private long tidiedAt;
    private long prunedAt;
    private boolean guarded;
    private String untidy;

    /**
     * @param nanoTime the monotonic clock
     * @param steps    between which others may write
     */
    SampleTidying(
            SampleQueue queue, HistoryDatabase database, InstantSource clock, LongSupplier nanoTime, SmallSteps steps) {
        this.database = database;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.steps = steps;
        packer = new HourPacker(database, queue);
        thinner = new DayThinner(database);
        retention = new SampleRetention(database);
        guard = new PruneGuard(clock, nanoTime);
        tidiedAt = nanoTime.getAsLong() - EVERY;
        prunedAt = nanoTime.getAsLong() - PRUNE_EVERY;
    }

    boolean isDue() {
        return nanoTime.getAsLong() - tidiedAt >= EVERY;
    }

    void tidy() throws InterruptedException {
        tidiedAt = nanoTime.getAsLong();
        Instant now = clock.instant();
        try {
            if (!guarded) {
                guard.started(
                        database.read(connection -> new SampleTables(connection).newest(), Optional.<Instant>empty())
                                .orElse(null));
                guarded = true;
            }
            boolean mayPrune = guard.mayPrune();
            packer.pack(now, steps);
            thinner.thin(now, steps);
            if (mayPrune && nanoTime.getAsLong() - prunedAt >= PRUNE_EVERY) {
                retention.prune(now, steps);
                prunedAt = nanoTime.getAsLong();
            }
            untidy = null;
        } catch (StoreException e) {
            if (!e.getMessage().equals(untidy)) {
                LOG.warn("The history cannot be tidied: {}; trying again every minute", e.getMessage());
            }
            untidy = e.getMessage();
        } catch (RuntimeException e) {
            LOG.error("The history cannot be tidied; please report this", e);
        }
    }
}
