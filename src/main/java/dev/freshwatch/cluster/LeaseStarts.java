package dev.freshwatch.cluster;

import dev.freshwatch.cluster.HeldLeases.Moment;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Since when this node has its leases, each with its present number. What a node found out before it lost a lease and got it
 * back with another number is not to be told any more: another node may have found out something newer. Thread-safe.
 */
final class LeaseStarts {

    private record Start(long fence, Moment at) {}

    private final Map<String, Start> starts = new ConcurrentHashMap<>();

    /** The leases of this node from now on; to be called before anything is done with them. */
    void note(Map<String, Long> fences, Moment now) {
        fences.forEach((namespace, fence) -> starts.compute(
                namespace,
                (key, before) -> before != null && before.fence() == fence ? before : new Start(fence, now)));
    }

    /**
     * Returns this number, if the node had it already so long ago.
     *
     * @param number with which it has the lease now; empty = it does not have it
     */
    OptionalLong ifHad(String namespace, OptionalLong number, Duration ago, Moment now) {
        Start start = starts.get(namespace);
        boolean had = start != null
                && number.isPresent()
                && start.fence() == number.getAsLong()
                && ago.compareTo(now.since(start.at())) <= 0;
        return had ? number : OptionalLong.empty();
    }
}
