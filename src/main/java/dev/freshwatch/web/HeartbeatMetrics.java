package dev.freshwatch.web;

import dev.freshwatch.health.HeartbeatAge;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.Optional;

/** The metrics of the heartbeat; without {@code heartbeat.url} they have no value. */
final class HeartbeatMetrics {

    private HeartbeatMetrics() {}

    static MetricSnapshot age(HeartbeatAge heartbeat) {
        return seconds(
                "freshwatch_heartbeat_age_seconds",
                "Time since the latest heartbeat that was accepted, or since the first was awaited.",
                heartbeat.age());
    }

    static MetricSnapshot interval(HeartbeatAge heartbeat) {
        return seconds("freshwatch_heartbeat_interval_seconds", "How often a heartbeat is due.", heartbeat.interval());
    }

    private static MetricSnapshot seconds(String name, String help, Optional<Duration> value) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
        value.ifPresent(time -> gauge.dataPoint(MetricPoints.point(Labels.EMPTY, time.toMillis() / 1e3)));
        return gauge.build();
    }
}
