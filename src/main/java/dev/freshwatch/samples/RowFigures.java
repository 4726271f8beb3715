package dev.freshwatch.samples;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * Figures of a row, in whole units of what was measured.
 *
 * @param count at least 1
 */
record RowFigures(int count, long min, long sum, long p50, long p95, long max) {

    /** Joins figures of two times; the percentiles become upper bounds. @param other may be null */
    RowFigures and(RowFigures other) {
        return other == null
                ? this
                : new RowFigures(
                        count + other.count,
                        Math.min(min, other.min),
                        sum + other.sum,
                        Math.max(p50, other.p50),
                        Math.max(p95, other.p95),
                        Math.max(max, other.max));
    }

    SampleFigures in(ChronoUnit unit) {
        return new SampleFigures(
                count,
                Duration.of(min, unit),
                Duration.of(sum, unit).dividedBy(count),
                Duration.of(p50, unit),
                Duration.of(p95, unit),
                Duration.of(max, unit));
    }
}
