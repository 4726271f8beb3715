package dev.freshwatch.app;

import dev.freshwatch.cluster.Leases;
import dev.freshwatch.freshness.Ages;
import dev.freshwatch.web.ClusterMetrics;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** How this process is as a node of a cluster; of a watch that is alone there is nothing to say. Thread-safe. */
final class NodeHealth {

    /** A step of the scheduler or of a dispatcher takes a moment; with a slow store, as long as its patience. */
    static final Duration STEP = Duration.ofSeconds(15);

    private final TakeoverCounts takeovers = new TakeoverCounts();
    private final BooleanSupplier begun;
    /** Null = alone, or not a member yet. */
    private volatile Leases leases;

    /** @param begun whether everything runs */
    NodeHealth(BooleanSupplier begun) {
        this.begun = begun;
    }

    /** It is one. */
    void of(Leases node) {
        leases = node;
        node.listen(takeovers);
    }

    ClusterMetrics metrics() {
        Leases node = leases;
        return new ClusterMetrics(
                node.view(), node.live().size(), node.namespaces(), node.sinceBeat(), takeovers.all());
    }

    /** Why this node does nothing although it is meant to: the database, or its name. */
    Optional<String> withoutLeases() {
        Leases node = leases;
        if (node == null || !begun.getAsBoolean()) {
            return Optional.empty();
        }
        Duration silent = node.sinceBeat();
        if (silent.compareTo(node.lease()) > 0) {
            return Optional.of("leases not renewed for " + Ages.words(silent) + ": this node does nothing");
        }
        return node.isMember()
                ? Optional.empty()
                : Optional.of("another node has the name of this one, which does nothing");
    }

    /** Why this node does not have its share of the work. One that has come waits until it gets its share. */
    Optional<String> withoutShare() {
        Leases node = leases;
        if (node == null || !begun.getAsBoolean()) {
            return Optional.of("not a node of the cluster yet");
        }
        return withoutLeases()
                .or(() -> node.yields().map(why -> "left to the other nodes, because this one hangs: " + why))
                .or(() -> lacksShare(
                        node.idle(),
                        node.lease(),
                        node.self().wants().size(),
                        node.live().size()));
    }

    /**
     * @param idle  for how long it has had no lease
     * @param lease how long one lasts
     * @param all   how many leases there are
     * @param nodes how many nodes are there, with this one
     */
    static Optional<String> lacksShare(Duration idle, Duration lease, int all, int nodes) {
        // leases are moved when no node has come or gone for one, and with a beat on either side
        Duration grace = lease.multipliedBy(3);
        return idle.compareTo(grace) > 0 && all >= nodes
                ? Optional.of("nothing to do for " + Ages.words(idle) + ", although there are " + all + " leases for "
                        + nodes + (nodes == 1 ? " node" : " nodes"))
                : Optional.empty();
    }
}
