package dev.freshwatch.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.cluster.Lease.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which leases may be taken, and when. */
class LeaseSightingsTest {

    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Instant NOW = Instant.parse("2026-11-20T17:00:00Z");
    private static final Member SELF = new Member("two", "2", NOW, NOW, "1.2", "hash", Set.of(), null);

    private final LeaseSightings sightings = new LeaseSightings(LEASE);

    private static Lease until(Instant end) {
        return new Lease("esm/soc", "one", "1", 3, end, NOW, Cause.NEW, null);
    }

    private void see(Lease lease, Duration after) {
        sightings.add(new ClusterView(NOW.plus(after), List.of(), List.of(lease)), SELF, after.toNanos());
    }

    private boolean isExpired(Lease lease, Duration after) {
        return sightings.isExpired(lease, NOW.plus(after), after.toNanos());
    }

    /** The clock of the database may just have been set: its holder has the time for a beat. */
    @Test
    void oneThatHasJustJoinedDoesNotTakeWhatItHasNotWatched() {
        Lease expired = until(NOW.minusSeconds(60));
        see(expired, Duration.ZERO);
        assertThat(isExpired(expired, Duration.ZERO)).isFalse();
        assertThat(isExpired(expired, LEASE.dividedBy(3))).isTrue();

        Lease renewed = until(NOW.plus(LEASE));
        see(renewed, Duration.ofSeconds(4));
        assertThat(isExpired(renewed, Duration.ofSeconds(6))).isFalse();
    }

    /** It was seen in what is the future now, so the clock alone would call it live for an hour. */
    @Test
    void aNodeThatDoesNotBeatIsGoneAlsoIfTheClockOfTheDatabaseWentBack() {
        Member dead = new Member("dead", "1", NOW, NOW.plusSeconds(3600), "1.2", "hash", Set.of(), null);
        ClusterView view = new ClusterView(NOW, List.of(dead), List.of());
        sightings.add(view, SELF, 0);
        assertThat(sightings.live(view, NOW, LEASE.toNanos())).containsExactly(dead);
        assertThat(sightings.live(view, NOW, LEASE.multipliedBy(2).toNanos())).isEmpty();

        Member beats = new Member("dead", "1", NOW, NOW.plusSeconds(5), "1.2", "hash", Set.of(), null);
        ClusterView later = new ClusterView(NOW, List.of(beats), List.of());
        sightings.add(later, SELF, LEASE.multipliedBy(2).toNanos());
        assertThat(sightings.live(later, NOW, LEASE.multipliedBy(2).toNanos())).containsExactly(beats);
    }

    @Test
    void whatWasWatchedIsTakenWhenItEnds() {
        Lease lease = until(NOW.plus(LEASE));
        see(lease, Duration.ZERO);
        assertThat(isExpired(lease, LEASE.minusMillis(1))).isFalse();
        assertThat(isExpired(lease, LEASE)).isTrue();
    }

    @Test
    void whatNobodyHasIsTakenAtOnce() {
        Lease free = new Lease("esm/soc", null, null, 3, Instant.EPOCH, NOW, Cause.LEFT, "one");
        see(free, Duration.ZERO);
        assertThat(isExpired(free, Duration.ZERO)).isTrue();
    }

    @Test
    void theNodesAreSettledAWholeLeaseAfterOneHasCome() {
        see(until(NOW), Duration.ofSeconds(1));
        assertThat(sightings.isSettled(Duration.ofSeconds(15).toNanos())).isFalse();
        assertThat(sightings.isSettled(Duration.ofSeconds(16).toNanos())).isTrue();
    }
}
