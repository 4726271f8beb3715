package dev.freshwatch.samples;

import dev.freshwatch.config.StateSettings;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.store.HistoryDatabase;
import dev.freshwatch.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A history with a clock of its own, written by the thread of the test. */
final class SampleDesk implements AutoCloseable {

    static final Limits LIMITS = new Limits(Duration.ofMinutes(10), Duration.ofMinutes(20));

    volatile Instant now;
    /** Time that has passed beside leaps of the clock. */
    volatile Duration passed = Duration.ZERO;

    final SampleQueue queue = new SampleQueue(1_000_000);
    final HistoryDatabase database;
    final SampleWriter writer;
    final StoredSamples reader;

    SampleDesk(StateSettings where, Instant now) {
        this.now = now;
        if (Store.isSqlite(where)) {
            try {
                Files.createDirectories(Store.file(where).resolveSibling("."));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        InstantSource clock = () -> this.now;
        database = HistoryDatabase.open(where, clock);
        writer = new SampleWriter(queue, database, clock, () -> passed.toNanos(), Duration.ZERO);
        reader = new StoredSamples(database, queue);
    }

    void write(List<Sample> samples) {
        queue.add(samples);
        writer.flush();
        if (writer.trouble().isPresent()) {
            throw new IllegalStateException(writer.trouble().get());
        }
    }

    /** What the writer does every minute, once; until then time goes on as it should. */
    void tidyAt(Instant time) throws InterruptedException {
        passed = passed.plus(Duration.between(now, time));
        tidyLeaptTo(time);
    }

    /** The same, after the clock was set to this time. */
    void tidyLeaptTo(Instant time) throws InterruptedException {
        now = time;
        writer.tidy();
    }

    static Sample sample(String check, Instant at, State state, long age, long response) {
        return new Sample(
                new CheckId(check),
                at,
                state,
                state == State.OK ? Reason.FRESH : Reason.STALE,
                age < 0 ? null : Duration.ofSeconds(age),
                response < 0 ? null : Duration.ofMillis(response),
                LIMITS);
    }

    /** One about every so often, with gaps, changing limits, and looks without an age or an answer. */
    static List<Sample> looks(Random random, String check, Instant from, Instant to, Duration every) {
        List<Sample> looks = new ArrayList<>();
        Limits limits = LIMITS;
        long age = 0;
        for (Instant at = from; at.isBefore(to); at = at.plus(every).plusMillis(random.nextInt(200) - 100)) {
            if (random.nextInt(500) == 0) {
                limits = new Limits(null, Duration.ofMinutes(1 + random.nextInt(60)));
            }
            age = random.nextInt(5) == 0 ? random.nextInt(30) : age + every.toSeconds();
            boolean answered = random.nextInt(20) > 0;
            State state = !answered ? State.UNKNOWN : age > limits.errorAfter().toSeconds() ? State.CRITICAL : State.OK;
            if (random.nextInt(50) > 0 && !at.isBefore(from)) {
                looks.add(new Sample(
                        new CheckId(check),
                        Instant.ofEpochMilli(at.toEpochMilli()),
                        state,
                        state == State.UNKNOWN ? Reason.TIMEOUT : state == State.OK ? Reason.FRESH : Reason.STALE,
                        answered && random.nextInt(30) > 0 ? Duration.ofSeconds(age) : null,
                        answered ? Duration.ofMillis((long) (80 * Math.exp(random.nextGaussian() * 0.5))) : null,
                        limits));
            }
        }
        return looks;
    }

    @Override
    public void close() {
        database.close();
    }
}
