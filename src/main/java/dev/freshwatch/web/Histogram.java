package dev.freshwatch.web;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;
import java.util.Arrays;

/** Histogram of response times. Thread-safe. */
final class Histogram {

    /** Upper bounds, in seconds. */
    private static final double[] BUCKETS = {
        0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, Double.POSITIVE_INFINITY
    };

    private final long[] counts = new long[BUCKETS.length];
    private double sum;

    synchronized void add(Duration took) {
        double seconds = took.toNanos() / 1e9;
        int bucket = 0;
        while (seconds > BUCKETS[bucket]) {
            bucket++;
        }
        counts[bucket]++;
        sum += seconds;
    }

    synchronized boolean isEmpty() {
        return Arrays.stream(counts).allMatch(count -> count == 0);
    }

    synchronized HistogramDataPointSnapshot snapshot(Labels labels) {
        return HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(ClassicHistogramBuckets.of(BUCKETS.clone(), counts.clone()))
                .sum(sum)
                .labels(labels)
                .build();
    }
}
