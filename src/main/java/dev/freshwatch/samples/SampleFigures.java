package dev.freshwatch.samples;

import java.time.Duration;

/**
 * Figures of an age or a response time over the looks of a span that had one. Percentiles are values that occurred (nearest
 * rank). Of a span that is put together from
 * thinned-out rows, {@code p50} and {@code p95} are the largest of the rows: an upper bound.
 *
 * @param count looks that had the figure; at least 1
 */
public record SampleFigures(int count, Duration min, Duration mean, Duration p50, Duration p95, Duration max) {}
