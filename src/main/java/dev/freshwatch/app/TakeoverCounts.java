package dev.freshwatch.app;

import dev.freshwatch.cluster.Lease.Cause;
import dev.freshwatch.cluster.LeaseListener;
import java.util.EnumMap;
import java.util.Map;

/** How many leases this node has taken over, by reason. Thread-safe. */
final class TakeoverCounts implements LeaseListener {

    private final Map<Cause, Long> counts = new EnumMap<>(Cause.class);

    @Override
    public void gained(String namespace) {
        // counted with its reason
    }

    @Override
    public void lost(String namespace) {
        // the node that takes it over counts it
    }

    @Override
    public synchronized void taken(Map<String, Cause> causes) {
        causes.values().forEach(cause -> counts.merge(cause, 1L, Long::sum));
    }

    synchronized Map<Cause, Long> all() {
        return Map.copyOf(counts);
    }
}
