package dev.freshwatch.samples;

import dev.freshwatch.config.StateSettings;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A history as a watch of many checks leaves it after some days: a look a minute, packed and thinned out. */
public final class FilledHistory {

    private static final Limits LIMITS = new Limits(Duration.ofMinutes(7), Duration.ofMinutes(10));

    private FilledHistory() {}

    public static CheckId check(int number) {
        return CheckId.of("esm", "soc", "events", "" + (144116287587483648L + number));
    }

    /** Writes it. @param days up to {@code now} */
    public static void write(StateSettings where, Instant now, int checks, int days) {
        Random random = new Random(11);
        Instant start = now.minus(Duration.ofDays(days));
        try (SampleDesk desk = new SampleDesk(where, start)) {
            for (int hour = 0; hour < 24 * days; hour++) {
                Instant at = start.plus(Duration.ofHours(hour));
                List<Sample> samples = new ArrayList<>();
                for (int minute = 0; minute < 60; minute++) {
                    for (int check = 0; check < checks; check++) {
                        samples.add(look(random, check, at.plusSeconds(60L * minute + check % 60)));
                    }
                }
                desk.now = at.plus(Duration.ofHours(1));
                desk.write(samples);
                if (hour % 6 == 5) {
                    desk.tidyAt(desk.now);
                }
            }
            desk.tidyAt(now);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Sample look(Random random, int check, Instant at) {
        boolean failed = random.nextInt(400) == 0;
        long age = (long) (20 + 200 * Math.abs(Math.sin(at.getEpochSecond() / 5000.0 + check)) + random.nextInt(60))
                * (random.nextInt(2000) == 0 ? 10 : 1);
        State state = failed ? State.UNKNOWN : age > 600 ? State.CRITICAL : age > 420 ? State.WARNING : State.OK;
        return new Sample(
                check(check),
                at,
                state,
                failed ? Reason.TIMEOUT : state == State.OK ? Reason.FRESH : Reason.STALE,
                failed ? null : Duration.ofSeconds(age),
                failed ? null : Duration.ofMillis(80 + random.nextInt(300)),
                LIMITS);
    }
}
