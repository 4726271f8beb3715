package dev.freshwatch.page;

import dev.freshwatch.cluster.Lease;
import dev.freshwatch.cluster.Member;
import dev.freshwatch.cluster.NodeReport;
import dev.freshwatch.freshness.PlainText;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A node of the cluster.
 *
 * @param state {@code ok} or {@code critical}, or {@code unknown} for one that was stopped: it says nothing of itself
 * @param since when it was started
 * @param seen  by the clock of the database
 * @param does  its namespaces, those of services in one word
 */
record NodeRow(String name, String state, String words, Instant since, Instant seen, String does) {

    private static final String SERVICES = "services/";

    static NodeRow of(Member node, NodeReport report) {
        return switch (report.presence(node)) {
            case WORKING ->
                node.trouble() == null
                        ? row(node, "ok", "at work", does(report.held(node)))
                        : row(node, "critical", "hangs: " + PlainText.name(node.trouble()), does(report.held(node)));
            case LEFT -> row(node, "unknown", "stopped", "");
            case GONE -> row(node, "critical", "gone", "");
        };
    }

    private static NodeRow row(Member node, String state, String words, String does) {
        return new NodeRow(node.node(), state, words, node.startedAt(), node.seenAt(), does);
    }

    /** {@code esm/soc, freshwatch/watch, services/0,4,7}. */
    private static String does(List<Lease> held) {
        List<String> all = held.stream().map(Lease::namespace).toList();
        String groups = all.stream()
                .filter(namespace -> namespace.startsWith(SERVICES))
                .map(namespace -> Integer.valueOf(namespace.substring(SERVICES.length())))
                .sorted()
                .map(String::valueOf)
                .collect(Collectors.joining(","));
        Stream<String> others = all.stream().filter(namespace -> !namespace.startsWith(SERVICES));
        return Stream.concat(others, groups.isEmpty() ? Stream.of() : Stream.of(SERVICES + groups))
                .collect(Collectors.joining(", "));
    }
}
