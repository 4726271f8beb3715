package dev.freshwatch.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.cluster.Lease.Cause;
import dev.freshwatch.cluster.NodeReport.Presence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which nodes are there. */
class NodeReportTest {

    private static final Instant NOW = Instant.parse("2026-11-20T17:00:00Z");

    private static Member node(String name, Duration silent) {
        return new Member(name, name + "-1", NOW, NOW.minus(silent), "1.2", "hash", Set.of(), null);
    }

    private static Presence presence(Member idle, Duration lease) {
        Member other = node("other", Duration.ofSeconds(1));
        Lease held = new Lease("esm/soc", "other", "other-1", 1, other.seenAt().plus(lease), NOW, Cause.NEW, null);
        return new NodeReport(new ClusterView(NOW, List.of(idle, other), List.of(held))).presence(idle);
    }

    /** It beats each third of a lease. */
    @Test
    void aNodeWithoutALeaseIsThereBetweenTwoBeatsHoweverLongALeaseIs() {
        Member idle = node("idle", Duration.ofSeconds(100));
        assertThat(presence(idle, Duration.ofMinutes(5))).isEqualTo(Presence.WORKING);
        assertThat(presence(idle, Duration.ofSeconds(15))).isEqualTo(Presence.GONE);
    }

    @Test
    void onlyWhatANodeStillHasInItsConfigurationIsDoneByNobody() {
        Member stays = new Member("a", "a-1", NOW, NOW, "1.2", "hash", Set.of("esm/soc", "esm/lab"), null);
        Member left = new Member("b", "b-1", NOW, NOW, "1.2", "hash", Set.of("misp/old"), NOW);
        List<Lease> rows = List.of(
                new Lease("esm/lab", null, null, 2, Instant.EPOCH, NOW, Cause.LEFT, "b"),
                new Lease("esm/old", null, null, 2, Instant.EPOCH, NOW, Cause.DROPPED, "a"),
                new Lease("esm/soc", "a", "a-1", 1, NOW.plusSeconds(15), NOW, Cause.NEW, null),
                new Lease("misp/old", null, null, 2, Instant.EPOCH, NOW, Cause.LEFT, "b"));

        assertThat(new NodeReport(new ClusterView(NOW, List.of(stays, left), rows)).unheld())
                .containsExactly("esm/lab");
        assertThat(new NodeReport(new ClusterView(NOW, List.of(left), rows)).unheld())
                .as("a watch that is alone again")
                .isEmpty();
    }

    @Test
    void oneThatMissesItsBeatsIsGone() {
        Member idle = node("idle", Duration.ofSeconds(201));
        assertThat(presence(idle, Duration.ofMinutes(5))).isEqualTo(Presence.GONE);
    }
}
