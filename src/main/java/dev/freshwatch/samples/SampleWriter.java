package dev.freshwatch.samples;

import dev.freshwatch.samples.SampleQueue.Taken;
import dev.freshwatch.store.HistoryDatabase;
import dev.freshwatch.store.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what is in the queue, and packs, thins out and deletes what has become old; on a thread of its own. Whatever
 * fails is tried again later; the queue holds what waits meanwhile.
 */
final class SampleWriter implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(SampleWriter.class);

    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final int ENOUGH = 1_000;
    private static final int AT_ONCE = 5_000;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    static final Duration BREATH = Duration.ofMillis(20);

    private final SampleQueue queue;
    private final HistoryDatabase database;
    private final BatchWriter batches;
    private final SampleTidying tidying;
    private final Duration breath;
    private Duration pause = EVERY;
    private volatile String trouble;

    /**
     * @param nanoTime the monotonic clock
     * @param breath   pause between the small transactions of long work, {@link #BREATH} for others to read and write in
     */
    SampleWriter(
            SampleQueue queue, HistoryDatabase database, InstantSource clock, LongSupplier nanoTime, Duration breath) {
        this.queue = queue;
        this.database = database;
        this.breath = breath;
        batches = new BatchWriter(database);
        tidying = new SampleTidying(queue, database, clock, nanoTime, new SmallSteps(this::breathe));
    }

    /** Why nothing is written now, in one line; empty = it is. Thread-safe. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    @Override
    public void run() {
        try {
            while (queue.await(trouble == null ? ENOUGH : Integer.MAX_VALUE, pause)) {
                flush();
                if (trouble == null && tidying.isDue()) {
                    tidy();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        flush();
    }

    /** Writes what waits, if there is room. */
    void flush() {
        if (queue.size() == 0 && trouble == null) {
            return;
        }
        String why = database.shortOfRoom().orElse(null);
        try {
            while (why == null && queue.size() > 0) {
                flush(queue.first(AT_ONCE));
            }
        } catch (StoreException e) {
            why = e.getMessage();
        }
        if (why == null) {
            succeeded();
        } else {
            failed(why);
        }
    }

    private void flush(Taken taken) {
        try {
            batches.write(taken.samples());
            queue.written(taken);
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException e) {
            // it would fail again, and hold up all others
            LOG.error(
                    "{} samples cannot be written and are dropped; please report this",
                    taken.samples().size(),
                    e);
            queue.giveUp(taken);
        }
    }

    private void succeeded() {
        if (trouble != null) {
            LOG.info("Samples are written to the history again");
        }
        trouble = null;
        pause = EVERY;
    }

    private void failed(String why) {
        if (trouble == null) {
            LOG.warn(
                    "No samples are written: {}. Notices are not affected; {} samples can wait, then the oldest are dropped",
                    why,
                    SampleStore.MOST);
        } else {
            LOG.debug("Still no samples are written: {}", why);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
        trouble = why;
    }

    /** Packs, thins out and deletes. */
    void tidy() throws InterruptedException {
        tidying.tidy();
    }

    /** Between small transactions of long work: what arrives is written, and the end is not held up. */
    private void breathe() throws InterruptedException {
        if (!queue.await(ENOUGH, breath)) {
            throw new InterruptedException("the watch ends");
        }
        if (queue.size() >= ENOUGH) {
            flush();
        }
    }
}
