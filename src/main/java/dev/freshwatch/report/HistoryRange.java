package dev.freshwatch.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A time divided into steps. Steps of whole days follow the calendar, so that a day has 23 or 25 hours where the clocks
 * change; the last step may be shorter.
 *
 * @param to   exclusive
 * @param step of whole seconds
 */
public record HistoryRange(Instant from, Instant to, Duration step, ZoneId zone) {

    /** More steps than that nobody reads, and they would cost the watch beside it time. */
    public static final int MOST = 10_000;

    private static final List<Duration> STEPS = Stream.of(
                    "PT1M", "PT2M", "PT5M", "PT10M", "PT15M", "PT30M", "PT1H", "PT2H", "PT3H", "PT6H", "PT12H", "P1D",
                    "P2D", "P7D")
            .map(Duration::parse)
            .toList();

    private static final Duration DAY = Duration.ofDays(1);

    /** @throws IllegalArgumentException with one line that tells what to ask for instead */
    public HistoryRange {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("the time ends at " + to + ", which is not after its begin at " + from);
        }
        if (step.toSeconds() < 1) {
            throw new IllegalArgumentException("a step is at least 1s");
        }
        long steps = Duration.between(from, to).toSeconds() / step.toSeconds();
        if (steps >= MOST) {
            throw new IllegalArgumentException("a step of " + step.toSeconds() + "s divides that time into more than "
                    + MOST + " rows; a step of at least "
                    + (Duration.between(from, to).toSeconds() / MOST + 1) + "s does not");
        }
    }

    /** Returns the shortest usual step that divides a time of this length into no more than so many. */
    public static Duration step(Duration length, int most) {
        return STEPS.stream()
                .filter(step -> length.dividedBy(step) < most || length.equals(step.multipliedBy(most)))
                .findFirst()
                .orElseGet(() -> Duration.ofDays(7).multipliedBy(length.dividedBy(Duration.ofDays(7)) / most + 1));
    }

    /** Returns the last beginning of such a step, counted from midnight, that is not after this time. */
    public static Instant floor(Instant time, Duration step, ZoneId zone) {
        ZonedDateTime midnight = time.atZone(zone).toLocalDate().atStartOfDay(zone);
        if (step.compareTo(DAY) >= 0) {
            return midnight.toInstant();
        }
        long seconds = Duration.between(midnight.toInstant(), time).toSeconds();
        return midnight.toInstant().plusSeconds(seconds - seconds % step.toSeconds());
    }

    /** Returns the begin of each step and the end of the last. */
    public List<Instant> edges() {
        List<Instant> edges = new ArrayList<>();
        boolean calendar = step.toSeconds() % DAY.toSeconds() == 0;
        ZonedDateTime begin = from.atZone(zone);
        Instant next = from;
        for (int i = 1; next.isBefore(to); i++) {
            edges.add(next);
            next = calendar ? begin.plusDays(i * step.toDays()).toInstant() : from.plus(step.multipliedBy(i));
        }
        edges.add(to);
        return edges;
    }
}
