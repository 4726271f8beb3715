package dev.freshwatch.app;

import dev.freshwatch.cluster.Leases;
import dev.freshwatch.config.ClusterSettings;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.health.NodeChecks;
import dev.freshwatch.health.NodeChecks.Remembered;
import dev.freshwatch.health.NodeConfigurations;
import dev.freshwatch.history.GoneChecks;
import dev.freshwatch.web.LatestFindings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The checks of the nodes of a cluster, and their timer; nothing without a cluster. */
record NodeModule(CamelAssembly assembly, LatestFindings latest) implements AppModule {

    private static final Duration MOST = Duration.ofSeconds(15);
    private static final Duration LEAST = Duration.ofMillis(500);

    @Override
    public void begin(WatchContext watch) throws Exception {
        Leases leases = assembly.node().leases().orElse(null);
        if (leases == null) {
            return;
        }
        ClusterSettings cluster = assembly.settings().cluster();
        assembly.bind(
                "nodeChecks",
                new NodeChecks(
                        leases::view,
                        assembly.node()::seeing,
                        cluster.node(),
                        limit(cluster),
                        new Remembering(new GoneChecks(watch.store()), watch, latest),
                        assembly.clock()));
        assembly.bind("nodeConfigurations", new NodeConfigurations(leases::view));
        assembly.add(
                "self-nodes",
                "self-nodes",
                Map.of("every", every(cluster.reportAfter()).toMillis()));
    }

    /** A node need not be seen more often than a few times in a lease. */
    static Duration limit(ClusterSettings cluster) {
        return cluster.reportAfter().compareTo(cluster.lease()) > 0 ? cluster.reportAfter() : cluster.lease();
    }

    /** More often if it must be reported soon. */
    private static Duration every(Duration reportAfter) {
        Duration quarter = reportAfter.dividedBy(4);
        return quarter.compareTo(MOST) > 0 ? MOST : quarter.compareTo(LEAST) < 0 ? LEAST : quarter;
    }

    private record Remembering(GoneChecks checks, WatchContext watch, LatestFindings latest) implements Remembered {

        @Override
        public List<CheckId> all() {
            return checks.known(NodeChecks.CHECK);
        }

        @Override
        public void forget(Set<CheckId> gone) {
            checks.forget(gone::contains, "cluster", "it has left, or has not been seen for 30 days");
            watch.tracking().forget(gone::contains);
            latest.forget(gone::contains);
        }
    }
}
