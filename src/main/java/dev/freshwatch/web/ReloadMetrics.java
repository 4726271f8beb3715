package dev.freshwatch.web;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

/** The metrics of reloads. */
final class ReloadMetrics {

    private ReloadMetrics() {}

    static MetricSnapshot reloads(ReloadCounts reloads) {
        return CounterSnapshot.builder()
                .name("freshwatch_reloads")
                .help("Reloads of the configuration, by outcome: taken, refused.")
                .dataPoint(MetricPoints.count(Labels.of("outcome", "refused"), reloads.refused()))
                .dataPoint(MetricPoints.count(Labels.of("outcome", "taken"), reloads.taken()))
                .build();
    }

    static MetricSnapshot lastEnd(ReloadCounts reloads) {
        GaugeSnapshot.Builder last = GaugeSnapshot.builder()
                .name("freshwatch_last_reload_timestamp_seconds")
                .help("When the latest reload of the configuration ended.");
        if (reloads.last() != null) {
            last.dataPoint(MetricPoints.point(Labels.EMPTY, reloads.last().toEpochMilli() / 1e3));
        }
        return last.build();
    }

    static MetricSnapshot lastTaken(ReloadCounts reloads) {
        return MetricPoints.gauge(
                "freshwatch_last_reload_successful",
                "0 if the latest reload of the configuration was refused, otherwise 1.",
                reloads.lastTaken() ? 1 : 0);
    }
}
