package dev.freshwatch.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What this node has seen of the others: which leases may be taken, and whether nodes come and go. Usually the database's
 * clock says so. When that clock is set, for example because another server has become the primary, this node goes by its own
 * clock: a lease or a node that has been the same for so long is not being renewed. Not thread-safe.
 */
final class LeaseSightings {

    private record Sighting(long fence, Instant expiresAt, long firstAt) {}

    private record MemberSighting(String incarnation, Instant seenAt, long firstAt) {}

    private final Duration lease;
    private final Map<String, Sighting> sightings = new HashMap<>();
    private final Map<String, MemberSighting> members = new HashMap<>();
    private Instant lastNow;
    private long lastAt;
    private boolean everJumped;
    private long jumpedAt;
    private Set<String> live = Set.of();
    private long liveSince;

    LeaseSightings(Duration lease) {
        this.lease = lease;
    }

    /**
     * @param self this node, which is there even if the view does not have it yet
     * @param at   monotonic, in nanoseconds
     */
    void add(ClusterView view, Member self, long at) {
        Map<String, MemberSighting> before = Map.copyOf(members);
        members.clear();
        for (Member each : view.members()) {
            MemberSighting seen = before.get(each.node());
            boolean same = seen != null
                    && seen.incarnation().equals(each.incarnation())
                    && seen.seenAt().equals(each.seenAt());
            members.put(each.node(), same ? seen : new MemberSighting(each.incarnation(), each.seenAt(), at));
        }
        Set<String> now = Stream.concat(live(view, view.now(), at).stream(), Stream.of(self))
                .map(member -> member.node() + " " + member.incarnation())
                .collect(Collectors.toSet());
        if (!now.equals(live)) {
            live = now;
            liveSince = at;
        }
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
            Sighting seen = sightings.get(each.namespace());
            if (seen == null
                    || seen.fence() != each.fence()
                    || !seen.expiresAt().equals(each.expiresAt())) {
                sightings.put(each.namespace(), new Sighting(each.fence(), each.expiresAt(), at));
            }
        }
    }

    /** The nodes that are there: also a node that was seen in what is the future now is gone if it does not beat. */
    List<Member> live(ClusterView view, Instant now, long at) {
        return view.live(now, lease).stream()
                .filter(member -> {
                    MemberSighting seen = members.get(member.node());
                    return seen == null
                            || at - seen.firstAt() < lease.multipliedBy(2).toNanos();
                })
                .toList();
    }

    /** Whether no node has come or gone for a whole lease. */
    boolean isSettled(long at) {
        return at - liveSince >= lease.toNanos();
    }

    /** Whether it may be taken, by the database's clock. */
    boolean isExpired(Lease each, Instant now, long at) {
        if (!each.isHeld()) {
            return true;
        }
        boolean trusted = !everJumped || at - jumpedAt >= lease.toNanos();
        return (trusted && !each.expiresAt().isAfter(now) && wasWatched(each, at)) || isOverdue(each, at);
    }

    /** One that has just joined cannot know whether the clock was set: it first gives the holder the time for a beat. */
    private boolean wasWatched(Lease each, long at) {
        Sighting seen = sightings.get(each.namespace());
        return seen != null && at - seen.firstAt() >= lease.dividedBy(3).toNanos();
    }

    /** Whether it has been the same for so long that its holder must be gone, whatever the database's clock says. */
    boolean isOverdue(Lease each, long at) {
        Sighting seen = sightings.get(each.namespace());
        return each.isHeld()
                && seen != null
                && at - seen.firstAt() >= lease.multipliedBy(2).toNanos();
    }
}
