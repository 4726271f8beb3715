package dev.freshwatch.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.cluster.ClusterView;
import dev.freshwatch.cluster.Member;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.FreshnessCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NodeChecksTest {

    /** By the clock of the database, which is not that of this machine. */
    private static final Instant NOW = Instant.parse("2026-11-20T17:00:00Z");

    private static final Instant HERE = Instant.parse("2026-11-20T16:00:00Z");
    private static final Duration LONG = Duration.ofDays(1);

    private final List<CheckId> remembered = new ArrayList<>();
    private final List<CheckId> forgotten = new ArrayList<>();

    private static Member node(String name, Duration seenAgo, Instant left) {
        return new Member(name, name + "-1", NOW.minus(LONG), NOW.minus(seenAgo), "1.2", "aaaa", Set.of(), left);
    }

    private List<String> said(Duration seeing, Member... nodes) {
        NodeChecks checks = new NodeChecks(
                () -> new ClusterView(NOW, List.of(nodes), List.of()),
                () -> seeing,
                "a",
                Duration.ofMinutes(2),
                new NodeChecks.Remembered() {
                    @Override
                    public List<CheckId> all() {
                        return remembered;
                    }

                    @Override
                    public void forget(Set<CheckId> gone) {
                        forgotten.addAll(gone);
                    }
                },
                () -> HERE);
        List<Finding> findings = new FreshnessCheck().judge(checks.checkNodes());
        assertThat(findings).allSatisfy(finding -> {
            assertThat(finding.observedAt()).isEqualTo(HERE);
            assertThat(finding.check())
                    .hasToString("freshwatch/node/" + finding.name().substring("node ".length()));
        });
        return findings.stream()
                .map(finding -> finding.state() + " " + finding.message() + " [" + finding.cause() + "]")
                .toList();
    }

    private List<String> said(Member... nodes) {
        return said(LONG, nodes);
    }

    /** The clock of the database was set back by an hour. */
    @Test
    void aNodeThatWasSeenInTheFutureIsNotThere() {
        Member dead = node("b", Duration.ofHours(-1), null);
        assertThat(said(Duration.ofSeconds(119), dead)).isEmpty();
        assertThat(said(Duration.ofMinutes(3), dead))
                .containsExactly("CRITICAL node b: not seen for 3 min [down: not seen]");
        assertThat(said(node("b", Duration.ofMillis(-200), null))).hasSize(1).allMatch(said -> said.startsWith("OK "));
    }

    @Test
    void aNodeIsDownWhenItHasNotBeenSeenForTheTimeThatIsSet() {
        assertThat(said(
                        node("a", Duration.ofSeconds(5), null),
                        node("b", Duration.ofSeconds(119), null),
                        node("c", Duration.ofSeconds(120), null),
                        node("d", Duration.ofSeconds(190), null)))
                .containsExactly(
                        "OK node a: is there [up: is there]",
                        "OK node b: is there [up: is there]",
                        "CRITICAL node c: not seen for 2 min [down: not seen]",
                        "CRITICAL node d: not seen for 3 min [down: not seen]");
        assertThat(forgotten).isEmpty();
    }

    /** After an hour without the database, all others seem to have been gone for an hour. */
    @Test
    void onlyTheTimeCountsForWhichThisNodeSawTheOthers() {
        Member gone = node("b", Duration.ofHours(1), null);
        remembered.add(new CheckId("freshwatch/node/b"));
        assertThat(said(Duration.ofSeconds(119), gone)).isEmpty();
        assertThat(forgotten).as("an open problem stays open").isEmpty();
        assertThat(said(Duration.ofSeconds(120), gone))
                .containsExactly("CRITICAL node b: not seen for 60 min [down: not seen]");
    }

    @Test
    void thisNodeIsThereWhateverItsRowSays() {
        assertThat(said(node("a", Duration.ofDays(90), NOW.minusSeconds(60))))
                .containsExactly("OK node a: is there [up: is there]");
    }

    @Test
    void aNodeThatLeftOrIsForgottenIsNoCheckAndItsProblemEnds() {
        List.of("b", "c", "d", "e").forEach(name -> remembered.add(new CheckId("freshwatch/node/" + name)));
        assertThat(said(
                        node("a", Duration.ofSeconds(5), null),
                        node("b", Duration.ofSeconds(5), NOW.minusSeconds(5)),
                        node("c", Duration.ofDays(30), null),
                        node("d", Duration.ofDays(30).minusSeconds(1), null)))
                .containsExactly(
                        "OK node a: is there [up: is there]",
                        "CRITICAL node d: not seen for 29 d 23 h [down: not seen]");
        assertThat(forgotten)
                .extracting(CheckId::value)
                .containsExactlyInAnyOrder("freshwatch/node/b", "freshwatch/node/c", "freshwatch/node/e");
    }
}
