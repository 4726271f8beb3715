package dev.freshwatch.health;

import dev.freshwatch.cluster.ClusterView;
import dev.freshwatch.cluster.NodeReport;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log when the configurations of the nodes differ, and when they are the same again: once each, and not while they
 * are being reloaded one after the other. The bean {@code nodeConfigurations} of the routes. Thread-safe.
 */
public final class NodeConfigurations {

    private static final Logger LOG = LoggerFactory.getLogger(NodeConfigurations.class);

    private final Supplier<ClusterView> view;
    private Map<String, List<String>> before = Map.of();
    private Map<String, List<String>> told = Map.of();

    /** @param view as the latest beat of this node found it */
    public NodeConfigurations(Supplier<ClusterView> view) {
        this.view = view;
    }

    /** Logs what two looks in a row have found. */
    public synchronized void logDifferences() {
        Map<String, List<String>> all = new NodeReport(view.get()).configurations();
        Map<String, List<String>> differing = all.size() > 1 ? all : Map.of();
        if (differing.equals(before) && !differing.equals(told)) {
            told = differing;
            if (differing.isEmpty()) {
                LOG.info("The configurations of the nodes are the same again");
            } else {
                LOG.warn(
                        "The configurations of the nodes differ ({}): make application.properties and routes/ the same, then"
                                + " reload",
                        differing.entrySet().stream()
                                .map(each -> String.join(", ", each.getValue()) + ": " + each.getKey())
                                .collect(Collectors.joining("; ")));
            }
        }
        before = differing;
    }
}
