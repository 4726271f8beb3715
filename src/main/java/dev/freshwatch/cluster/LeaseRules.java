package dev.freshwatch.cluster;

import dev.freshwatch.cluster.Lease.Cause;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.zip.CRC32;

/**
 * Which leases a node keeps, takes and leaves. Each node decides for itself, from the same rows: the shares of two nodes
 * never differ by more than one, a node that goes leaves its leases to the others, one that comes gets its share of them, and
 * nothing else moves. Who gets a free one is decided by rendezvous hashing among those that have less than their share, so
 * two nodes rarely want the same; if they do, the database lets one have it. Pure.
 */
final class LeaseRules {

    private LeaseRules() {}

    /**
     * What a decision is made from.
     *
     * @param self    this node
     * @param live    the nodes that have been seen within a lease; with or without this one
     * @param leases  all rows
     * @param mine    the leases of this node, with their numbers
     * @param free    whether a lease may be taken
     * @param overdue whether it may be taken although the database's clock says otherwise
     * @param settled whether no node has come or gone for a while, so that leases may be moved
     */
    record Situation(
            Member self,
            List<Member> live,
            List<Lease> leases,
            Map<String, Long> mine,
            Predicate<Lease> free,
            Predicate<Lease> overdue,
            boolean settled) {}

    static LeaseDecision decide(Situation now) {
        return new Deciding(now).decide();
    }

    private static final class Deciding {

        private final Situation now;
        private final List<Member> nodes = new ArrayList<>();
        private final Map<String, Lease> rows = new TreeMap<>();
        /** The namespaces of each node. */
        private final Map<String, Set<String>> held = new HashMap<>();

        private final Set<String> all = new TreeSet<>();

        private Deciding(Situation now) {
            this.now = now;
            nodes.add(now.self());
            now.live().stream()
                    .filter(member -> !member.node().equals(now.self().node()))
                    .forEach(nodes::add);
            nodes.sort(Comparator.comparing(Member::node));
            now.leases().forEach(lease -> rows.put(lease.namespace(), lease));
            for (Member node : nodes) {
                all.addAll(node.wants());
                Set<String> own = new HashSet<>();
                held.put(node.node(), own);
                if (node == now.self()) {
                    own.addAll(now.mine().keySet());
                } else {
                    rows.values().stream()
                            .filter(lease -> lease.isOf(node) && !now.free().test(lease))
                            .filter(lease -> !now.mine().containsKey(lease.namespace()))
                            .forEach(lease -> own.add(lease.namespace()));
                }
            }
        }

        private LeaseDecision decide() {
            Map<String, Cause> release = new HashMap<>();
            Set<String> own = held.get(now.self().node());
            for (String namespace : now.mine().keySet()) {
                if (!now.self().wants().contains(namespace)) {
                    release.put(namespace, now.self().trouble() == null ? Cause.DROPPED : Cause.HUNG);
                }
            }
            own.removeAll(release.keySet());
            if (now.settled()) {
                surplus().forEach(namespace -> release.put(namespace, Cause.SHARED));
            }
            List<LeaseClaim> keep = new ArrayList<>();
            List<LeaseClaim> released = new ArrayList<>();
            now.mine().forEach((namespace, fence) -> {
                LeaseClaim claim = new LeaseClaim(namespace, fence, Instant.EPOCH, false);
                (release.containsKey(namespace) ? released : keep).add(claim);
            });
            List<LeaseClaim> take = new ArrayList<>();
            Set<String> create = new HashSet<>();
            for (String namespace : share()) {
                Lease row = rows.get(namespace);
                if (row == null) {
                    create.add(namespace);
                } else {
                    take.add(LeaseClaim.of(row, now.overdue().test(row)));
                }
            }
            return new LeaseDecision(keep, take, create, released, release);
        }

        /** How many each node should have: all the same, and the remainder goes to those that have most already. */
        private Map<String, Integer> quotas() {
            List<Member> byLoad = new ArrayList<>(nodes);
            byLoad.sort(
                    Comparator.comparing((Member node) -> -held.get(node.node()).size())
                            .thenComparing(Member::node));
            Map<String, Integer> quotas = new HashMap<>();
            for (int i = 0; i < byLoad.size(); i++) {
                int one = i < all.size() % nodes.size() ? 1 : 0;
                quotas.put(byLoad.get(i).node(), all.size() / nodes.size() + one);
            }
            return quotas;
        }

        /** What this node has above its share, and a node that has less than its share could do. */
        private List<String> surplus() {
            Map<String, Integer> quotas = quotas();
            Set<String> own = held.get(now.self().node());
            int tooMany = own.size() - quotas.get(now.self().node());
            if (tooMany <= 0) {
                return List.of();
            }
            List<Member> poorer = nodes.stream()
                    .filter(node -> held.get(node.node()).size() < quotas.get(node.node()))
                    .toList();
            return own.stream()
                    .filter(namespace ->
                            poorer.stream().anyMatch(node -> node.wants().contains(namespace)))
                    .sorted(Comparator.comparingLong((String namespace) -> score(now.self(), namespace))
                            .thenComparing(Comparator.naturalOrder()))
                    .limit(tooMany)
                    .toList();
        }

        /** Which of those that nobody has are for this node. */
        private List<String> share() {
            Map<String, Integer> quotas = quotas();
            Map<String, Integer> load = new HashMap<>();
            held.forEach((node, namespaces) -> load.put(node, namespaces.size()));
            List<String> own = new ArrayList<>();
            for (String namespace : all) {
                Lease row = rows.get(namespace);
                if (now.mine().containsKey(namespace)
                        || (row != null && !now.free().test(row))) {
                    continue;
                }
                List<Member> able = nodes.stream()
                        .filter(node -> node.wants().contains(namespace))
                        .toList();
                Member one = able.stream()
                        .filter(node -> load.get(node.node()) < quotas.get(node.node()))
                        .max(Comparator.comparingLong((Member node) -> score(node, namespace))
                                .thenComparing(Member::node))
                        .orElseGet(() -> able.stream()
                                .min(Comparator.comparing((Member node) -> load.get(node.node()))
                                        .thenComparing(Member::node))
                                .orElseThrow());
                load.merge(one.node(), 1, Integer::sum);
                if (one == now.self()) {
                    own.add(namespace);
                }
            }
            return own;
        }
    }

    /** Rendezvous hashing: the same on every node. */
    private static long score(Member node, String namespace) {
        CRC32 crc = new CRC32();
        crc.update((node.node() + '\n' + namespace).getBytes(StandardCharsets.UTF_8));
        // the bits of neighbouring names are mixed once more
        return (crc.getValue() * 0x9E3779B97F4A7C15L) >>> 1;
    }
}
