package dev.freshwatch.cluster;

import dev.freshwatch.cluster.HeldLeases.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What this node knows of the others by its beats, and what it decides from that. One thread writes, others may read. */
final class ClusterSight {

    private final OwnNode own;
    private final ClusterClock clock;
    private final LeaseSightings sightings;
    private volatile LatestBeat latest = LatestBeat.NONE;

    /** @param clock is set to that of the database with each beat */
    ClusterSight(OwnNode own, ClusterClock clock, Duration lease) {
        this.own = own;
        this.clock = clock;
        this.sightings = new LeaseSightings(lease);
    }

    LatestBeat latest() {
        return latest;
    }

    ClusterView view() {
        return latest.view();
    }

    /** @param released what that beat has left to others */
    void took(BeatResult result, Set<String> released, Moment sent, Moment received) {
        latest = new LatestBeat(result.view(), received, released);
        clock.read(view().now(), sent.nanos(), received.nanos());
        sightings.add(view(), own.member(), received.nanos());
    }

    /** @param mine the leases of this node, with their numbers */
    LeaseDecision decide(Map<String, Long> mine, Moment now) {
        Instant then = latest.databaseTime(now);
        List<Member> live = sightings.live(view(), then, now.nanos());
        own.look(live);
        return LeaseRules.decide(new LeaseRules.Situation(
                own.member(),
                live,
                view().leases(),
                mine,
                each -> sightings.isExpired(each, then, now.nanos()),
                each -> sightings.isOverdue(each, now.nanos()),
                sightings.isSettled(now.nanos())));
    }
}
