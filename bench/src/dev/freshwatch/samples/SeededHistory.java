package dev.freshwatch.samples;

import dev.freshwatch.config.StateSettings;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.store.HistoryDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The history as a watch leaves it after some weeks, written by its own classes: samples of the last days, rows of five minutes
 * of the others. Older days get a look in five minutes instead of one a minute, which makes as many rows.
 */
public final class SeededHistory {

    private static final Limits LIMITS = new Limits(null, Duration.ofSeconds(15));
    private static final Duration STEP = Duration.ofMinutes(10);
    private static final Duration WHOLE = Duration.ofDays(4);

    private SeededHistory() {}

    /** Writes it. @param end when the last looks were made */
    public static void write(StateSettings where, List<CheckId> checks, int days, Instant end)
            throws InterruptedException {
        Random random = new Random(11);
        Instant start = end.minus(Duration.ofDays(days));
        AtomicReference<Instant> now = new AtomicReference<>(start);
        SampleQueue queue = new SampleQueue(1_000_000);
        try (HistoryDatabase database = HistoryDatabase.open(where, now::get)) {
            SampleWriter writer = new SampleWriter(
                    queue,
                    database,
                    now::get,
                    () -> Duration.between(start, now.get()).toNanos(),
                    Duration.ZERO);
            int steps = 0;
            for (Instant at = start; at.isBefore(end); at = at.plus(STEP)) {
                boolean old = at.isBefore(end.minus(WHOLE));
                queue.add(looks(random, checks, at, at.plus(STEP), end, Duration.ofMinutes(old ? 5 : 1)));
                now.set(at.plus(STEP).isBefore(end) ? at.plus(STEP) : end);
                writer.flush();
                if (writer.trouble().isPresent()) {
                    throw new IllegalStateException(writer.trouble().get());
                }
                if (++steps % 6 == 0) {
                    writer.tidy();
                }
            }
            writer.tidy();
        }
    }

    /** One in ten is down for two hours of the day; now and then one alone fails. */
    private static List<Sample> looks(
            Random random, List<CheckId> checks, Instant from, Instant to, Instant end, Duration every) {
        List<Sample> looks = new ArrayList<>();
        for (int number = 0; number < checks.size(); number++) {
            long minute = Duration.between(from, end).toMinutes();
            boolean dark = number % 10 == 3 && (minute + number * 7L) % 1440 < 120;
            for (Instant at = from.plusMillis(number * every.toMillis() / checks.size());
                    at.isBefore(to) && at.isBefore(end);
                    at = at.plus(every)) {
                boolean down = dark || random.nextInt(1000) == 0;
                looks.add(new Sample(
                        checks.get(number),
                        at,
                        down ? State.CRITICAL : State.OK,
                        down ? Reason.DOWN : Reason.UP,
                        null,
                        Duration.ofMillis((long) (80 * Math.exp(random.nextGaussian() * 0.5))),
                        LIMITS));
            }
        }
        return looks;
    }
}
