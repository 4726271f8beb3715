package dev.freshwatch.samples;

import dev.freshwatch.config.StateSettings;
import dev.freshwatch.store.HistoryDatabase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The history of a watch: takes samples, writes them, and reads them. It outlives reloads. Thread-safe.
 *
 * <p>Whatever happens to it, the watch goes on: a failure costs samples and nothing else.
 */
public final class SampleStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SampleStore.class);

    /** Samples that can wait to be written: those of 500 checks at 60 s in an hour and a half, in about 6 MB. */
    static final int MOST = 50_000;

    private static final Duration ENDING = Duration.ofSeconds(10);

    private final HistoryDatabase database;
    private final SampleQueue queue = new SampleQueue(MOST);
    private final SampleRecorder recorder = new SampleRecorder(queue);
    private final SampleWriter writer;
    private final StoredSamples reader;
    private Thread thread;

    private SampleStore(HistoryDatabase database, InstantSource clock) {
        this.database = database;
        this.writer = new SampleWriter(queue, database, clock, System::nanoTime, SampleWriter.BREATH);
        this.reader = new StoredSamples(database, queue);
    }

    /** For a watch. Takes samples at once; opens and writes nothing before {@link #start}. */
    public static SampleStore of(StateSettings where, InstantSource clock) {
        return new SampleStore(HistoryDatabase.open(where, clock), clock);
    }

    /**
     * For a command, whether a watch is running or not.
     *
     * @return must be closed; empty as long as nothing was ever sampled
     */
    public static SampleHistory reader(StateSettings where) {
        return new StoredSamples(HistoryDatabase.beside(where), null);
    }

    /** The bean of the routes. */
    public SampleRecorder recorder() {
        return recorder;
    }

    /** Reads what has been recorded, including what is not written yet; usable at any time. */
    public SampleReader reader() {
        return reader;
    }

    public SampleCounts counts() {
        return new SampleCounts(queue.writtenCount(), queue.droppedCount(), queue.size(), writer.trouble());
    }

    /** Begins to write. The store must be held by this process. */
    public synchronized void start() {
        thread = new Thread(writer, "history-writer");
        thread.setDaemon(true);
        thread.start();
    }

    /** Writes what waits and ends. */
    @Override
    public synchronized void close() {
        queue.close();
        try {
            if (thread != null) {
                thread.join(ENDING.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread != null && thread.isAlive()) {
            LOG.warn("The last samples are not written: the history does not answer");
            return;
        }
        Optional<String> trouble = writer.trouble();
        if (queue.size() > 0 && trouble.isPresent()) {
            LOG.warn("The last {} samples are lost: {}", queue.size(), trouble.get());
        }
        database.close();
    }
}
