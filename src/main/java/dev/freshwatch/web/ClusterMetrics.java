package dev.freshwatch.web;

import dev.freshwatch.cluster.ClusterView;
import dev.freshwatch.cluster.Lease;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The metrics of a node of a cluster.
 *
 * @param view      as this node saw it last
 * @param live      how many nodes are there
 * @param held      the namespaces that this node works on
 * @param sinceBeat since the database answered last
 * @param taken     how many leases this node has taken over, by reason
 */
public record ClusterMetrics(
        ClusterView view, int live, Set<String> held, Duration sinceBeat, Map<Lease.Cause, Long> taken) {

    public ClusterMetrics {
        held = Set.copyOf(held);
        taken = Map.copyOf(taken);
    }

    List<MetricSnapshot> snapshots() {
        GaugeSnapshot.Builder leases = GaugeSnapshot.builder()
                .name("freshwatch_cluster_lease_held")
                .help("1 if this node does what the namespace says, otherwise 0.");
        CounterSnapshot.Builder handovers = CounterSnapshot.builder()
                .name("freshwatch_cluster_handovers")
                .help("How often a node took over the namespace, in the whole cluster and ever since.");
        view.leases().forEach(lease -> {
            Labels labels = Labels.of("namespace", lease.namespace());
            leases.dataPoint(MetricPoints.point(labels, held.contains(lease.namespace()) ? 1 : 0));
            handovers.dataPoint(MetricPoints.count(labels, lease.fence()));
        });
        CounterSnapshot.Builder takeovers = CounterSnapshot.builder()
                .name("freshwatch_cluster_takeovers")
                .help("How many leases this node has taken over since its start, by reason.");
        for (Lease.Cause cause : Lease.Cause.values()) {
            takeovers.dataPoint(MetricPoints.count(Labels.of("cause", cause.word()), taken.getOrDefault(cause, 0L)));
        }
        return List.of(
                MetricPoints.gauge("freshwatch_cluster_nodes", "Nodes that are there, as far as this one knows.", live),
                MetricPoints.gauge(
                        "freshwatch_cluster_beat_age_seconds",
                        "Time since the database answered this node; after a lease it does nothing.",
                        sinceBeat.toMillis() / 1e3),
                leases.build(),
                handovers.build(),
                takeovers.build());
    }
}
