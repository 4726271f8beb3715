package dev.freshwatch.cluster;

import dev.freshwatch.cluster.HeldLeases.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the latest beat of this node found and did.
 *
 * @param view     all rows as they were before it
 * @param at       when its answer came; null = there was none yet
 * @param released what it has left to others since the view was taken
 */
record LatestBeat(ClusterView view, Moment at, Set<String> released) {

    static final LatestBeat NONE = new LatestBeat(ClusterView.EMPTY, null, Set.of());

    private static final Duration NEVER = Duration.ofDays(1);

    LatestBeat {
        released = Set.copyOf(released);
    }

    Duration age(Moment now) {
        return at == null ? NEVER : now.since(at);
    }

    /** The database's clock at this moment. */
    Instant databaseTime(Moment now) {
        return view.now().plus(now.since(at));
    }

    /** The leases of this node by their rows, with their numbers; also those that have ended. */
    Map<String, Long> held(Member self) {
        Map<String, Long> held = new TreeMap<>();
        view.held(self).stream()
                .filter(lease -> !released.contains(lease.namespace()))
                .forEach(lease -> held.put(lease.namespace(), lease.fence()));
        return held;
    }

    /** How long until a lease of another node ends, if it is not renewed; at most this long. */
    Duration untilExpiry(String incarnation, Moment now, Duration most) {
        return at == null ? most : view.untilExpiry(incarnation, databaseTime(now), most);
    }
}
