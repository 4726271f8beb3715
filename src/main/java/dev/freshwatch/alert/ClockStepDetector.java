package dev.freshwatch.alert;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Detects that the wall clock was set: it advanced by another time than has passed. Thread-safe.
 *
 * <p>The time that has passed must include time during which the machine sleeps. Then sleep is not a clock step, but a
 * gap.
 */
public final class ClockStepDetector {

    /** Smaller corrections, such as those of NTP, do not count as a step. */
    private static final Duration SMALL = Duration.ofSeconds(5);

    private final InstantSource wall;
    private final Supplier<Duration> passed;
    private volatile Duration ahead;

    /** @param passed supplies the time that has passed since some fixed moment, independently of the wall clock */
    public ClockStepDetector(InstantSource wall, Supplier<Duration> passed) {
        this.wall = wall;
        this.passed = passed;
        this.ahead = ahead(wall.instant());
    }

    /**
     * One reading of both clocks.
     *
     * @param now   the wall clock
     * @param by    how far it was set since the last settled reading, positive if forward; zero if it was not
     * @param ahead how far the wall clock is ahead of the time that has passed
     */
    public record Step(Instant now, Duration by, Duration ahead) {}

    /** Reads both clocks. */
    public Step read() {
        Instant now = wall.instant();
        Duration then = ahead(now);
        Duration by = then.minus(ahead);
        return new Step(now, by.abs().compareTo(SMALL) > 0 ? by : Duration.ZERO, then);
    }

    /** Makes this reading the reference for later ones; to be called once its consequences are stored. */
    public void settle(Step step) {
        ahead = step.ahead();
    }

    private Duration ahead(Instant now) {
        return Duration.between(Instant.EPOCH, now).minus(passed.get());
    }
}
