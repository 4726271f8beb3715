package dev.freshwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshwatch.cluster.ClusterView;
import dev.freshwatch.cluster.Lease;
import dev.freshwatch.cluster.Lease.Cause;
import dev.freshwatch.cluster.Member;
import dev.freshwatch.cluster.NodeReport;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NodeLinesTest {

    private static final Instant NOW = Instant.parse("2026-11-20T17:00:00Z");

    private static Member node(String name, int seenAgo, String hash, Instant left) {
        return new Member(
                name,
                name + "-1",
                NOW.minusSeconds(7200),
                NOW.minusSeconds(seenAgo),
                "1.2",
                hash,
                Set.of("misp/intel"),
                left);
    }

    private static Lease lease(String namespace, String holder, Cause cause, String previous, int endsIn) {
        return new Lease(
                namespace, holder, holder + "-1", 3, NOW.plusSeconds(endsIn), NOW.minusSeconds(30), cause, previous);
    }

    private static NodeLines lines(ClusterView view) {
        return new NodeLines(new NodeReport(view), new ConfigInForce(List.of(), null));
    }

    private static ObjectNode json(ClusterView view) {
        return lines(view).addTo(JsonNodeFactory.instance.objectNode());
    }

    @Test
    void withoutAClusterThereIsNothingToSay() {
        assertThat(lines(ClusterView.EMPTY).lines(ZoneOffset.UTC)).isEmpty();
        assertThat(json(ClusterView.EMPTY)).hasToString("{\"cluster\":null}");
    }

    @Test
    void eachNodeTheLastHandOverAndWhatIsWrongAreShown() {
        ClusterView view = new ClusterView(
                NOW,
                List.of(
                        node("a", 2, "aaaa", null),
                        node("b", 300, "aaaa", null),
                        node("c", 3, "cccc", null),
                        node("d", 9000, "", NOW.minusSeconds(9000))),
                List.of(
                        lease("esm/soc", "a", Cause.EXPIRED, "b", 10),
                        lease("freshwatch/watch", "a", Cause.NEW, null, 10),
                        lease("misp/intel", "b", Cause.NEW, null, -200)));

        assertThat(String.join("\n", lines(view).lines(ZoneOffset.UTC)))
                .contains(
                        "Nodes:\n  a, since ",
                        ", seen 2 s ago, version 1.2, configuration aaaa, does esm/soc freshwatch/watch")
                .contains("\n  b, GONE, last seen ", "\n  c, since ", "\n  d, stopped ")
                .contains("last hand-over: esm/soc from b to a, ", ", b did not renew it")
                .contains("nobody does: misp/intel")
                .contains("the configurations differ (a: aaaa; c: cccc)");
        ObjectNode json = json(view);
        assertThat(json.at("/cluster/configurationsDiffer").asBoolean()).isTrue();
        assertThat(json.at("/cluster/nodes/1/presence").asText()).isEqualTo("gone");
        assertThat(json.at("/cluster/leases/0/holder").asText()).isEqualTo("a");
        assertThat(json.at("/cluster/leases/0/cause").asText()).isEqualTo("expired");
        assertThat(json.at("/cluster/leases/2/holder").isNull())
                .as("it has ended")
                .isTrue();
    }
}
