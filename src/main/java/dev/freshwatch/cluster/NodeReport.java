package dev.freshwatch.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What there is to say of the nodes of a cluster. */
public record NodeReport(ClusterView view) {

    /** For this long, a node may be silent whatever the lease is. */
    private static final Duration SHORTEST = Duration.ofSeconds(60);

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
        boolean seen = node.seenAt().plus(silence()).isAfter(view.now());
        return !held(node).isEmpty() || seen ? Presence.WORKING : Presence.GONE;
    }

    /**
     * A node beats each third of a lease, and has two thirds for that. Each beat renews the node and all that it has, so
     * what any node has tells how long a lease is.
     */
    private Duration silence() {
        return view.members().stream()
                .flatMap(node ->
                        view.held(node).stream().map(lease -> Duration.between(node.seenAt(), lease.expiresAt())))
                .max(Comparator.naturalOrder())
                .map(lease -> lease.multipliedBy(2).dividedBy(3))
                .filter(silence -> silence.compareTo(SHORTEST) > 0)
                .orElse(SHORTEST);
    }

    /** What this node does now. */
    public List<Lease> held(Member node) {
        return view.held(node).stream()
                .filter(lease -> lease.expiresAt().isAfter(view.now()))
                .toList();
    }

    /** What nobody does now, although a node that has not left has it in its configuration. */
    public List<String> unheld() {
        Set<String> wanted = view.members().stream()
                .filter(node -> node.leftAt() == null)
                .flatMap(node -> node.wants().stream())
                .collect(Collectors.toSet());
        return view.leases().stream()
                .filter(lease -> wanted.contains(lease.namespace()))
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

    /** Why a lease changed hands: {@code b was stopped}. */
    public static String why(Lease lease) {
        return switch (lease.cause()) {
            case EXPIRED -> lease.previous() + " did not renew it";
            case LEFT -> lease.previous() + " was stopped";
            case SHARED -> lease.previous() + " had more than its share";
            case DROPPED -> "the configuration of " + lease.previous() + " does not have it any more";
            case HUNG -> lease.previous() + " hung";
            case NEW -> "nobody had it";
        };
    }
}
