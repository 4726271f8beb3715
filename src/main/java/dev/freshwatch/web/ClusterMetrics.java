package dev.freshwatch.web;

import dev.freshwatch.cluster.ClusterView;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The metrics of a node of a cluster.
 *
 * @param view      as this node saw it last
 * @param live      how many nodes are there
 * @param held      the namespaces that this node works on
 * @param sinceBeat since the database answered last
 */
public record ClusterMetrics(ClusterView view, int live, Set<String> held, Duration sinceBeat) {

    public ClusterMetrics {
        held = Set.copyOf(held);
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
        return List.of(
                MetricPoints.gauge("freshwatch_cluster_nodes", "Nodes that are there, as far as this one knows.", live),
                MetricPoints.gauge(
                        "freshwatch_cluster_beat_age_seconds",
                        "Time since the database answered this node; after a lease it does nothing.",
                        sinceBeat.toMillis() / 1e3),
                leases.build(),
                handovers.build());
    }
}
