package dev.freshwatch.alert;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Notices when the wall clock is set: it goes on by another time than has passed. Safe for use by many threads.
 *
 * <p>What has passed must go on while the machine sleeps; then a sleep is no step, but a time in which nobody looked.
 */
public final class ClockStepDetector {

    /** A clock that is corrected in small steps is not set. */
    private static final Duration SMALL = Duration.ofSeconds(5);

    private final InstantSource wall;
    private final Supplier<Duration> passed;
    private volatile Duration ahead;

    /** @param passed the time that has passed since some moment, whatever the wall clock is set to */
    public ClockStepDetector(InstantSource wall, Supplier<Duration> passed) {
        this.wall = wall;
        this.passed = passed;
        this.ahead = ahead(wall.instant());
    }

    /**
     * One look at both clocks.
     *
     * @param now   the wall clock
     * @param by    how far it was set since the last look that was settled, above zero for forward; zero for not at all
     * @param ahead how far it is ahead of what has passed
     */
    public record Step(Instant now, Duration by, Duration ahead) {}

    /** Looks at both clocks. */
    public Step look() {
        Instant now = wall.instant();
        Duration then = ahead(now);
        Duration by = then.minus(ahead);
        return new Step(now, by.abs().compareTo(SMALL) > 0 ? by : Duration.ZERO, then);
    }

    /** What was made of this look is kept; later ones start from it. */
    public void settle(Step step) {
        ahead = step.ahead();
    }

    private Duration ahead(Instant now) {
        return Duration.between(Instant.EPOCH, now).minus(passed.get());
    }
}
