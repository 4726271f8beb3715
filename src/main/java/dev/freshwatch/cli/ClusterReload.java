package dev.freshwatch.cli;

import dev.freshwatch.cluster.ClusterQuery;
import dev.freshwatch.cluster.Member;
import dev.freshwatch.cluster.NodeReport;
import dev.freshwatch.cluster.NodeReport.Presence;
import dev.freshwatch.cluster.ReloadCallTable;
import dev.freshwatch.history.RunningConfigTable;
import dev.freshwatch.history.RunningConfigTable.Running;
import dev.freshwatch.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A reload of all nodes of a cluster, each of its own files.
 *
 * @param outcomes sorted by the names of the nodes
 * @param limit    for how long they were waited for
 */
record ClusterReload(List<Outcome> outcomes, Duration limit) {

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    /** How a node is no more one that can answer. */
    enum Left {
        /** It can. */
        NOT,
        /** In good order. */
        STOPPED,
        /** It was killed or cut off before the call, which could not be known then. */
        GONE
    }

    /**
     * What became of it on a node.
     *
     * @param running  the configuration in force there; null = not known
     * @param answered whether the node has reloaded since then, or was started
     * @param left     whether it was stopped, or has turned out to be gone, instead
     */
    record Outcome(String node, Running running, boolean answered, Left left) {

        /** Whether there is nothing more to wait for. */
        boolean isCertain() {
            return answered || left != Left.NOT;
        }

        /** Whether it says nothing of the new configuration because it is not there. */
        boolean isMissed() {
            return left == Left.STOPPED || (left == Left.GONE && !answered);
        }

        boolean isTaken() {
            return answered && (running.last() == null || running.last().taken());
        }

        /** For people: a line, and one more for each fault. */
        List<String> lines(Duration limit) {
            if (left == Left.STOPPED) {
                return List.of(node + ": was stopped meanwhile");
            }
            if (!answered && left == Left.GONE) {
                return List.of(node + ": has not been seen since before the call, and is gone");
            }
            if (!answered) {
                return List.of(node + ": has not answered within " + limit.toSeconds() + " s; see its log");
            }
            if (running.last() == null) {
                return List.of(node + ": has been started with the new configuration");
            }
            List<String> lines = new ArrayList<>();
            if (running.last().taken()) {
                lines.add(node + ": the new configuration was taken over");
            } else {
                lines.add(node + ": refused, and this node goes on as before:");
                running.last().faults().forEach(fault -> lines.add("  " + fault));
            }
            return lines;
        }
    }

    /**
     * Calls all nodes that are at work to reload, and waits until they have.
     *
     * @throws dev.freshwatch.store.StoreException if the store cannot be used
     */
    static ClusterReload of(Store store, Duration limit) {
        List<Member> nodes = atWork(store);
        long call = ReloadCallTable.call(store);
        long begun = System.nanoTime();
        while (true) {
            ClusterReload now = new ClusterReload(outcomes(store.reading(), nodes, call), limit);
            boolean late = System.nanoTime() - begun >= limit.toNanos();
            if (late || now.outcomes().stream().allMatch(Outcome::isCertain)) {
                return now;
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    private static List<Member> atWork(Store store) {
        NodeReport report = new NodeReport(ClusterQuery.read(store));
        return report.view().members().stream()
                .filter(node -> report.presence(node) == Presence.WORKING)
                .toList();
    }

    /** @param nodes as they were before the call */
    static List<Outcome> outcomes(Store store, List<Member> nodes, long call) {
        Map<String, Running> running = new RunningConfigTable(store)
                .all().stream().collect(Collectors.toMap(Running::node, Function.identity()));
        NodeReport report = new NodeReport(ClusterQuery.read(store));
        return nodes.stream()
                .map(node -> {
                    Running its = running.get(node.node());
                    return new Outcome(node.node(), its, its != null && its.answered() >= call, left(node, report));
                })
                .toList();
    }

    /** One that was seen after the call and is gone by now may have died of it: that is no answer. */
    private static Left left(Member before, NodeReport report) {
        return report.view().members().stream()
                .filter(member -> member.node().equals(before.node()))
                .findFirst()
                .map(member -> switch (report.presence(member)) {
                    case LEFT -> Left.STOPPED;
                    case GONE -> member.seenAt().equals(before.seenAt()) ? Left.GONE : Left.NOT;
                    case WORKING -> Left.NOT;
                })
                .orElse(Left.STOPPED);
    }

    /** Whether all nodes that are there have taken it over. */
    boolean isTaken() {
        return failed().isEmpty() && outcomes.stream().anyMatch(Outcome::isTaken);
    }

    /** Why it is not {@link #isTaken}. */
    String failure() {
        return failed().isEmpty()
                ? "no node is running any more; freshwatch run starts one"
                : "the new configuration was not taken over by " + String.join(", ", failed());
    }

    private List<String> failed() {
        return outcomes.stream()
                .filter(outcome -> !outcome.isMissed() && !outcome.isTaken())
                .map(Outcome::node)
                .toList();
    }

    /** For people. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        outcomes.forEach(outcome -> lines.addAll(outcome.lines(limit)));
        Map<String, List<String>> byHash = outcomes.stream()
                .filter(outcome -> !outcome.isMissed()
                        && outcome.running() != null
                        && !outcome.running().hash().isEmpty())
                .collect(Collectors.groupingBy(
                        outcome -> outcome.running().hash(),
                        TreeMap::new,
                        Collectors.mapping(Outcome::node, Collectors.toList())));
        if (byHash.size() > 1) {
            lines.add(byHash.entrySet().stream()
                    .map(each -> String.join(", ", each.getValue()) + ": " + each.getKey())
                    .collect(Collectors.joining(
                            "; ",
                            "The configurations of the nodes differ (",
                            "): make application.properties and routes/ the same, then reload")));
        }
        return lines;
    }
}
