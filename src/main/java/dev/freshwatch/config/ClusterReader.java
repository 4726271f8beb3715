package dev.freshwatch.config;

import dev.freshwatch.config.ClusterSettings.Kind;
import java.time.Duration;
import java.util.Optional;

/** Reads the keys {@code cluster.…}. */
final class ClusterReader {

    /** Below this, a pause of the JVM or of the database would cost a node its work. */
    private static final Duration SHORTEST = Duration.ofSeconds(3);

    /** Above this, nothing is watched for too long when a node dies. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Values values;
    private final Report report;

    ClusterReader(Values values, Report report) {
        this.values = values;
        this.report = report;
    }

    /**
     * Null = this process is alone.
     *
     * @param hostName the default name of the node
     */
    ClusterSettings read(StateSettings state, String hostName) {
        boolean enabled = values.get(Keys.CLUSTER_ENABLED);
        String written = values.get(Keys.CLUSTER_NODE);
        Duration lease = values.get(Keys.CLUSTER_LEASE);
        Kind kind = values.get(Keys.CLUSTER_KIND);
        Duration reportAfter = values.get(Keys.CLUSTER_REPORT_AFTER);
        String node = Optional.ofNullable(written).orElse(hostName);
        values.publish(Keys.CLUSTER_NODE.pattern(), node);
        if (!enabled) {
            return null;
        }
        if (!values.isBad(Keys.STATE_URL.pattern()) && !state.url().startsWith(StateSettings.POSTGRESQL)) {
            fault(
                    Keys.CLUSTER_ENABLED,
                    "needs a database that all nodes use, and state.url is a file",
                    "set state.url=jdbc:postgresql://host/database, or remove cluster.enabled");
        }
        if (kind == Kind.KUBERNETES) {
            fault(
                    Keys.CLUSTER_KIND,
                    "kubernetes is not in this version, because Camel's service for its leases can lose its leader for good",
                    "write postgresql, which also works for nodes in Kubernetes: docs/clustering.md");
        }
        if (lease.compareTo(SHORTEST) < 0 || lease.compareTo(LONGEST) > 0) {
            fault(
                    Keys.CLUSTER_LEASE,
                    Durations.text(lease) + " is too " + (lease.compareTo(SHORTEST) < 0 ? "short" : "long"),
                    "write " + Durations.text(SHORTEST) + " to " + Durations.text(LONGEST));
        }
        if (!values.isBad(Keys.CLUSTER_NODE.pattern()) && !Types.isNode(node)) {
            fault(
                    Keys.CLUSTER_NODE,
                    "the host name " + node + " cannot be the name of a node",
                    "write cluster.node= and a name of letters, digits, dots, dashes and underscores");
        }
        return new ClusterSettings(node, lease, kind, reportAfter);
    }

    private void fault(Key<?> key, String problem, String hint) {
        report.fault(values.whereOf(key.pattern()), key.pattern(), problem, hint);
    }
}
