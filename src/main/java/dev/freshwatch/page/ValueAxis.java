package dev.freshwatch.page;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The axis of durations of a plot, in pixels from its top, from zero upwards.
 *
 * @param height in pixels
 * @param top    the duration at the top; longer ones are drawn there, and marked
 * @param step   from one label to the next
 */
record ValueAxis(int height, Duration top, Duration step) {

    /** What people count in. */
    private static final List<Duration> STEPS = Stream.of(
                    "PT0.001S PT0.002S PT0.005S PT0.01S PT0.02S PT0.05S PT0.1S PT0.2S PT0.5S PT1S PT2S PT5S PT10S PT20S PT30S",
                    "PT1M PT2M PT5M PT10M PT20M PT30M PT1H PT2H PT3H PT6H PT12H P1D P2D P5D P10D P20D P50D P100D P200D P500D P1000D P2000D P5000D P10000D")
            .flatMap(line -> Stream.of(line.split(" ")))
            .map(Duration::parse)
            .toList();

    private static final int MOST_STEPS = 4;
    private static final int HEADROOM_PERCENT = 112;

    /** So many times the base a value may be until it is clipped: what is usual would be flat beside it. */
    private static final int CLIPPED_FROM = 4;

    /** Where more of the values than one in so many would be clipped, none is. */
    private static final int CLIPPED_AT_MOST = 3;

    /**
     * Fits the axis to what it shows.
     *
     * @param values   that are drawn
     * @param limits   that must be visible; may be empty
     * @param smallest how much is shown where all values are smaller
     */
    static ValueAxis of(int height, List<Duration> values, List<Duration> limits, Duration smallest) {
        Duration limit = limits.stream().max(Duration::compareTo).orElse(Duration.ZERO);
        Duration highest = values.stream().max(Duration::compareTo).orElse(Duration.ZERO);
        Duration base = limit.isZero() ? high(values) : limit;
        Duration clip = base.multipliedBy(CLIPPED_FROM);
        long above = values.stream().filter(value -> value.compareTo(clip) > 0).count();
        boolean clipped = !base.isZero() && above > 0 && above * CLIPPED_AT_MOST < values.size();
        Duration shown = Stream.of(clipped ? clip : highest, limit, smallest)
                .max(Duration::compareTo)
                .orElseThrow();
        Duration top = clipped ? shown : scaled(shown);
        return new ValueAxis(height, top, step(top));
    }

    /** A value that most of the others do not reach, zero if there are none. */
    private static Duration high(List<Duration> values) {
        List<Duration> sorted = values.stream().sorted().toList();
        return sorted.isEmpty() ? Duration.ZERO : sorted.get((int) ((sorted.size() - 1) * 0.9));
    }

    private static Duration scaled(Duration value) {
        return value.multipliedBy(HEADROOM_PERCENT).dividedBy(100);
    }

    private static Duration step(Duration top) {
        return STEPS.stream()
                .filter(step -> top.dividedBy(step) <= MOST_STEPS)
                .findFirst()
                .orElse(STEPS.get(STEPS.size() - 1));
    }

    double y(Duration value) {
        return isClipped(value) ? 0 : height - height * seconds(value) / seconds(top);
    }

    private static double seconds(Duration time) {
        return time.toSeconds() + time.getNano() / 1e9;
    }

    boolean isClipped(Duration value) {
        return value.compareTo(top) > 0;
    }

    /** The durations with a label, from zero on. */
    List<Duration> ticks() {
        List<Duration> ticks = new ArrayList<>();
        for (Duration tick = Duration.ZERO; tick.compareTo(top) <= 0; tick = tick.plus(step)) {
            ticks.add(tick);
        }
        return ticks;
    }
}
