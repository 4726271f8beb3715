package dev.freshwatch.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshwatch.cluster.Lease;
import dev.freshwatch.cluster.Member;
import dev.freshwatch.cluster.NodeReport;
import dev.freshwatch.report.TimeText;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The nodes of a cluster, as {@code status} shows them.
 *
 * @param inForce the configuration of each
 */
record NodeLines(NodeReport report, ConfigInForce inForce) {

    /** For people; empty if there is no cluster. */
    List<String> lines(ZoneId zone) {
        List<String> lines = new ArrayList<>();
        if (report.view().members().isEmpty()) {
            return lines;
        }
        lines.add("");
        lines.add("Nodes:");
        report.view().members().forEach(node -> lines.add("  " + line(node, zone)));
        report.lastHandOver()
                .ifPresent(lease -> lines.add(
                        "  last hand-over: " + lease.namespace() + " from " + lease.previous() + " to " + lease.holder()
                                + ", " + TimeText.text(lease.since(), zone) + ", " + NodeReport.why(lease)));
        if (!report.unheld().isEmpty()) {
            lines.add("  nobody does: " + String.join(", ", report.unheld()));
        }
        if (report.configurations().size() > 1) {
            lines.add("  the configurations differ (" + configurations()
                    + "): make application.properties and routes/ the" + " same, then reload");
        }
        return lines;
    }

    private String line(Member node, ZoneId zone) {
        StringBuilder line = new StringBuilder(node.node());
        switch (report.presence(node)) {
            case LEFT -> line.append(", stopped ").append(TimeText.text(node.leftAt(), zone));
            case GONE -> line.append(", GONE, last seen ").append(TimeText.text(node.seenAt(), zone));
            case WORKING -> {
                long ago = Math.max(
                        0, Duration.between(node.seenAt(), report.view().now()).toSeconds());
                line.append(", since ").append(TimeText.text(node.startedAt(), zone));
                line.append(", seen ").append(ago).append(" s ago");
                if (node.trouble() != null) {
                    line.append(", HANGS (").append(node.trouble()).append(')');
                }
            }
        }
        line.append(", version ").append(node.version());
        if (!node.configHash().isEmpty()) {
            line.append(", configuration ").append(node.configHash());
        }
        List<Lease> held = report.held(node);
        if (!held.isEmpty()) {
            line.append(", does ")
                    .append(held.stream()
                            .map(Lease::namespace)
                            .reduce((one, two) -> one + " " + two)
                            .orElse(""));
        }
        return line.toString();
    }

    /** The names of those that were stopped in good order. */
    Set<String> stopped() {
        return report.view().members().stream()
                .filter(node -> node.leftAt() != null)
                .map(Member::node)
                .collect(Collectors.toSet());
    }

    private String configurations() {
        List<String> each = new ArrayList<>();
        report.configurations().forEach((hash, nodes) -> each.add(String.join(", ", nodes) + ": " + hash));
        return String.join("; ", each);
    }

    /** Adds the object {@code cluster}; null if there is none. */
    ObjectNode addTo(ObjectNode json) {
        if (report.view().members().isEmpty()) {
            json.putNull("cluster");
            return json;
        }
        ObjectNode cluster = json.putObject("cluster");
        cluster.put("configurationsDiffer", report.configurations().size() > 1);
        ArrayNode nodes = cluster.putArray("nodes");
        for (Member node : report.view().members()) {
            ObjectNode one = nodes.addObject();
            one.put("name", node.node());
            one.put("presence", report.presence(node).name().toLowerCase(Locale.ROOT));
            one.put("since", time(node.startedAt()));
            one.put("lastSeen", time(node.seenAt()));
            one.put("left", time(node.leftAt()));
            one.put("trouble", node.trouble());
            one.put("version", node.version());
            one.put("configuration", node.configHash().isEmpty() ? null : node.configHash());
            inForce.addTo(one, node.node());
        }
        ArrayNode leases = cluster.putArray("leases");
        for (Lease lease : report.view().leases()) {
            ObjectNode one = leases.addObject();
            one.put("namespace", lease.namespace());
            boolean holds =
                    lease.isHeld() && lease.expiresAt().isAfter(report.view().now());
            one.put("holder", holds ? lease.holder() : null);
            one.put("since", time(lease.since()));
            one.put("cause", lease.cause().word());
            one.put("previous", lease.previous());
        }
        return json;
    }

    private static String time(Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
