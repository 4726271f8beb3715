package dev.freshwatch.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All nodes and leases, as one statement read them.
 *
 * @param now     the database's clock at that moment
 * @param members sorted by name, also those that are gone
 * @param leases  sorted by namespace
 */
public record ClusterView(Instant now, List<Member> members, List<Lease> leases) {

    public static final ClusterView EMPTY = new ClusterView(Instant.EPOCH, List.of(), List.of());

    public ClusterView {
        members = List.copyOf(members);
        leases = List.copyOf(leases);
    }

    /** The nodes that have been seen within a lease. */
    public List<Member> live(Instant at, Duration lease) {
        return members.stream().filter(member -> member.isLive(at, lease)).toList();
    }

    /** How long until a lease of another node ends, if it is not renewed; at most this long. */
    Duration untilExpiry(String incarnation, Instant at, Duration most) {
        return leases.stream()
                .filter(lease -> lease.isHeld() && !lease.incarnation().equals(incarnation))
                .map(lease -> Duration.between(at, lease.expiresAt()))
                .filter(left -> !left.isNegative() && left.compareTo(most) < 0)
                .min(Duration::compareTo)
                .orElse(most);
    }

    /** The leases of this node, expired or not. */
    List<Lease> held(Member node) {
        return leases.stream().filter(lease -> lease.isOf(node)).toList();
    }

    /** The lease of this namespace; empty if nobody ever had it. */
    public Optional<Lease> lease(String namespace) {
        return leases.stream()
                .filter(lease -> lease.namespace().equals(namespace))
                .findFirst();
    }
}
