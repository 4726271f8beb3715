package dev.freshwatch.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * The leases of this node, by its own clock: each lasts from before the moment when the statement that renewed it was sent,
 * and a margin less than in the database, so it has ended here before another node can take it. Immutable.
 */
final class HeldLeases {

    static final HeldLeases NONE = new HeldLeases(Map.of());

    /** The local clocks. @param nanos monotonic @param millis the wall clock, which also advances while a machine sleeps */
    record Moment(long nanos, long millis) {

        /** The longer of the two: a clock that was set, or a machine that slept, only makes a lease shorter. */
        Duration since(Moment earlier) {
            long slept = Math.max(0, millis - earlier.millis) * 1_000_000;
            return Duration.ofNanos(Math.max(nanos - earlier.nanos, slept));
        }
    }

    private record Held(long fence, Moment from, Duration length) {

        boolean lasts(Moment now) {
            return now.since(from).compareTo(length) < 0;
        }
    }

    private final Map<String, Held> leases;

    private HeldLeases(Map<String, Held> leases) {
        this.leases = Map.copyOf(leases);
    }

    /** How long a lease lasts here. */
    static Duration length(Duration lease) {
        return lease.minus(lease.dividedBy(5));
    }

    /**
     * Those that a statement has renewed or taken.
     *
     * @param fences by namespace
     * @param sent   before the statement was sent
     */
    static HeldLeases of(Map<String, Long> fences, Moment sent, Duration lease) {
        Map<String, Held> held = new HashMap<>();
        fences.forEach((namespace, fence) -> held.put(namespace, new Held(fence, sent, length(lease))));
        return new HeldLeases(held);
    }

    HeldLeases without(Set<String> namespaces) {
        Map<String, Held> rest = new HashMap<>(leases);
        rest.keySet().removeAll(namespaces);
        return new HeldLeases(rest);
    }

    /** The number of this lease; empty if this node does not have it, or not any more. */
    OptionalLong fence(String namespace, Moment now) {
        Held held = leases.get(namespace);
        return held != null && held.lasts(now) ? OptionalLong.of(held.fence()) : OptionalLong.empty();
    }

    /** All that last now, with their numbers. */
    Map<String, Long> fences(Moment now) {
        Map<String, Long> all = new HashMap<>();
        leases.forEach((namespace, held) -> {
            if (held.lasts(now)) {
                all.put(namespace, held.fence());
            }
        });
        return all;
    }

    /** The numbers, also of those that have ended here but may still be renewed. */
    Map<String, Long> known() {
        Map<String, Long> all = new HashMap<>();
        leases.forEach((namespace, held) -> all.put(namespace, held.fence()));
        return all;
    }

    Set<String> namespaces(Moment now) {
        return new TreeSet<>(fences(now).keySet());
    }
}
