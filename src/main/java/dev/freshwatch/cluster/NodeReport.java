package dev.freshwatch.cluster;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What there is to say of the nodes of a cluster. */
public record NodeReport(ClusterView view) {

    /** Whether a node is at work: it has not left, and has a lease that holds. All of them have one while there is work. */
    public enum Presence {
        WORKING,
        LEFT,
        GONE
    }

    /** How a node is, by the leases that it has. */
    public Presence presence(Member node) {
        if (node.leftAt() != null) {
            return Presence.LEFT;
        }
        boolean holds = view.leases().stream()
                .anyMatch(lease -> lease.isOf(node) && lease.expiresAt().isAfter(view.now()));
        boolean seen = node.seenAt().plusSeconds(60).isAfter(view.now());
        return holds || seen ? Presence.WORKING : Presence.GONE;
    }

    /** What this node does now. */
    public List<Lease> held(Member node) {
        return view.leases().stream()
                .filter(lease -> lease.isOf(node) && lease.expiresAt().isAfter(view.now()))
                .toList();
    }

    /** What nobody does now. */
    public List<String> unheld() {
        return view.leases().stream()
                .filter(lease -> !lease.isHeld() || !lease.expiresAt().isAfter(view.now()))
                .map(Lease::namespace)
                .toList();
    }

    /** The latest change from one node to another; empty if there was none. */
    public Optional<Lease> lastHandOver() {
        Predicate<Lease> changed = lease -> lease.previous() != null && lease.isHeld();
        Comparator<Lease> byTime = Comparator.comparing(Lease::since, Comparator.<Instant>naturalOrder());
        return view.leases().stream().filter(changed).max(byTime);
    }

    /** The nodes at work by the hash of their configuration; more than one key = they differ. */
    public Map<String, List<String>> configurations() {
        return view.members().stream()
                .filter(node ->
                        presence(node) == Presence.WORKING && !node.configHash().isEmpty())
                .collect(Collectors.groupingBy(
                        Member::configHash,
                        TreeMap::new,
                        Collectors.mapping(
                                Member::node,
                                Collectors.collectingAndThen(Collectors.toCollection(TreeSet::new), List::copyOf))));
    }
}
