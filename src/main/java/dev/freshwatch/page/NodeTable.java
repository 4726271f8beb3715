package dev.freshwatch.page;

import dev.freshwatch.cluster.Lease;
import dev.freshwatch.cluster.NodeReport;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The nodes of the cluster.
 *
 * @param rows  sorted by name; empty without a cluster
 * @param notes the last hand-over, and what is wrong
 */
record NodeTable(List<NodeRow> rows, List<Sentence> notes) {

    static NodeTable of(NodeReport report) {
        List<Sentence> notes = new ArrayList<>();
        report.lastHandOver().map(NodeTable::handOver).ifPresent(notes::add);
        if (!report.unheld().isEmpty()) {
            notes.add(Sentence.begin()
                    .strong("warning", "Nobody does " + String.join(", ", report.unheld()))
                    .add(".")
                    .done());
        }
        if (report.configurations().size() > 1) {
            String which = report.configurations().values().stream()
                    .map(nodes -> String.join(", ", nodes))
                    .collect(Collectors.joining("; "));
            notes.add(Sentence.begin()
                    .strong("warning", "The configurations differ")
                    .add(" (" + which + "): make application.properties and routes/ the same, then reload.")
                    .done());
        }
        return new NodeTable(
                report.view().members().stream()
                        .map(node -> NodeRow.of(node, report))
                        .toList(),
                notes);
    }

    private static Sentence handOver(Lease lease) {
        return Sentence.of("Last hand-over: " + lease.namespace() + " from " + lease.previous() + " to "
                        + lease.holder() + ", ")
                .time(lease.since())
                .add(": " + NodeReport.why(lease) + ".")
                .done();
    }
}
