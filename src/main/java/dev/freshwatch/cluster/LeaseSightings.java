package dev.freshwatch.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Which leases may be taken. Usually the database's clock says so. When that clock is set, for example because another
 * server has become the primary, this node goes by its own clock: a lease that has been the same for so long is not being
 * renewed. Not thread-safe.
 */
final class LeaseSightings {

    private record Sighting(long fence, Instant expiresAt, long firstAt) {}

    private final Duration lease;
    private final Map<String, Sighting> sightings = new HashMap<>();
    private Instant lastNow;
    private long lastAt;
    private boolean everJumped;
    private long jumpedAt;

    LeaseSightings(Duration lease) {
        this.lease = lease;
    }

    /** @param at monotonic, in nanoseconds */
    void add(ClusterView view, long at) {
        if (lastNow != null) {
            Duration ours = Duration.ofNanos(at - lastAt);
            Duration theirs = Duration.between(lastNow, view.now());
            if (theirs.minus(ours).abs().compareTo(lease.dividedBy(5)) > 0) {
                everJumped = true;
                jumpedAt = at;
            }
        }
        lastNow = view.now();
        lastAt = at;
        for (Lease each : view.leases()) {
            Sighting before = sightings.get(each.namespace());
            if (before == null
                    || before.fence() != each.fence()
                    || !before.expiresAt().equals(each.expiresAt())) {
                sightings.put(each.namespace(), new Sighting(each.fence(), each.expiresAt(), at));
            }
        }
    }

    /** Whether it may be taken, by the database's clock. */
    boolean isExpired(Lease each, Instant now, long at) {
        if (!each.isHeld()) {
            return true;
        }
        boolean trusted = !everJumped || at - jumpedAt >= lease.toNanos();
        return (trusted && !each.expiresAt().isAfter(now)) || isOverdue(each, at);
    }

    /** Whether it has been the same for so long that its holder must be gone, whatever the database's clock says. */
    boolean isOverdue(Lease each, long at) {
        Sighting seen = sightings.get(each.namespace());
        return each.isHeld()
                && seen != null
                && at - seen.firstAt() >= lease.multipliedBy(2).toNanos();
    }
}
