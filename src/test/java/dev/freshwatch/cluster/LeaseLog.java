package dev.freshwatch.cluster;

import dev.freshwatch.cluster.RequestStamps.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** Who had which lease when, and what follows from it. All times in milliseconds of one clock. */
final class LeaseLog {

    /** A change of hands. @param holder null = nobody has it from then on */
    record Change(long at, String namespace, String holder, long fence) {}

    /**
     * What nodes asked while another one had the lease.
     *
     * @param handOvers how often one node took over from another
     * @param late      requests that were begun after another node had taken over
     * @param again     those of them that a node began after an earlier late one of it had ended: it was not just the one
     *                  request that was under way
     */
    record Overlap(int handOvers, int late, List<Request> again) {}

    private final Map<String, List<Change>> changes = new HashMap<>();

    /** @param log in the order of time */
    LeaseLog(List<Change> log) {
        log.forEach(change -> changes.computeIfAbsent(change.namespace(), any -> new ArrayList<>())
                .add(change));
    }

    private List<Change> of(String namespace) {
        return changes.getOrDefault(namespace, List.of());
    }

    /** The place in the log of the change that was in force then; -1 = none. */
    private static int inForce(List<Change> log, long at) {
        int index = -1;
        while (index + 1 < log.size() && log.get(index + 1).at() <= at) {
            index++;
        }
        return index;
    }

    /** What this node had then. */
    Set<String> heldBy(String node, long at) {
        Set<String> held = new TreeSet<>();
        changes.forEach((namespace, log) -> {
            int index = inForce(log, at);
            if (index >= 0 && node.equals(log.get(index).holder())) {
                held.add(namespace);
            }
        });
        return held;
    }

    /** When a node, this one or another, has taken this after that time; empty = none has. */
    OptionalLong takenAfter(String namespace, long at) {
        return of(namespace).stream()
                .filter(change -> change.at() > at && change.holder() != null)
                .mapToLong(Change::at)
                .findFirst();
    }

    /** How many changes there are whose number is not greater than the one before. */
    long fencesThatDidNotGrow() {
        long wrong = 0;
        for (List<Change> log : changes.values()) {
            for (int i = 1; i < log.size(); i++) {
                boolean released = log.get(i).holder() == null;
                long least = log.get(i - 1).fence() + (released ? 0 : 1);
                wrong += log.get(i).fence() < least ? 1 : 0;
            }
        }
        return wrong;
    }

    /** What was asked of the platform of this namespace by nodes that did not have it any more. */
    Overlap overlap(String namespace, List<Request> requests) {
        List<Change> log = of(namespace);
        List<Request> asked =
                requests.stream().filter(request -> !request.isEnding()).toList();
        int handOvers = 0;
        int late = 0;
        List<Request> again = new ArrayList<>();
        for (int i = 1; i < log.size(); i++) {
            Change now = log.get(i);
            String before = holderBefore(log, i);
            if (now.holder() == null || before == null || now.holder().equals(before)) {
                continue;
            }
            handOvers++;
            long end = i + 1 < log.size() ? log.get(i + 1).at() : Long.MAX_VALUE;
            List<Request> others = asked.stream()
                    .filter(request -> request.at() > now.at() && request.at() < end)
                    .filter(request -> !request.node().equals(now.holder()))
                    .toList();
            late += others.size();
            others.stream().filter(request -> followsOne(request, others)).forEach(again::add);
        }
        return new Overlap(handOvers, late, again);
    }

    private static String holderBefore(List<Change> log, int index) {
        for (int i = index - 1; i >= 0; i--) {
            if (log.get(i).holder() != null) {
                return log.get(i).holder();
            }
        }
        return null;
    }

    private static boolean followsOne(Request request, List<Request> others) {
        return others.stream()
                .anyMatch(other -> other != request
                        && other.node().equals(request.node())
                        && other.ended() > other.at()
                        && other.ended() < request.at());
    }
}
