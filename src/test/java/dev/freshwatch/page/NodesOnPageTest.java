package dev.freshwatch.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.cluster.ClusterView;
import dev.freshwatch.cluster.Lease;
import dev.freshwatch.cluster.Lease.Cause;
import dev.freshwatch.cluster.Member;
import dev.freshwatch.cluster.NodeReport;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodesOnPageTest {

    private static final Instant NOW = Instant.parse("2026-11-20T17:00:00Z");
    private static final PageTimes TIMES = new PageTimes(NOW, ZoneOffset.UTC);

    @TempDir
    Path folder;

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

    private static final NodeReport FOUR = new NodeReport(new ClusterView(
            NOW,
            List.of(
                    node("a", 2, "aaaa", null),
                    node("b<i>", 300, "aaaa", null),
                    node("c", 3, "cccc", null),
                    node("d", 9000, "", NOW.minusSeconds(9000))),
            List.of(
                    lease("esm/soc", "a", Cause.EXPIRED, "b<i>", 10),
                    lease("misp/intel", "b<i>", Cause.NEW, null, -200),
                    lease("services/1", "a", Cause.NEW, null, 10),
                    lease("services/10", "a", Cause.NEW, null, 10),
                    lease("services/2", "a", Cause.NEW, null, 10))));

    @Test
    void eachNodeIsARowAndWhatIsWrongIsSaid() {
        NodeTable table = NodeTable.of(FOUR);
        assertThat(table.rows())
                .extracting(row -> row.name() + " " + row.state() + " " + row.words() + " " + row.does())
                .containsExactly(
                        "a ok at work esm/soc, services/1,2,10",
                        "b<i> critical gone ",
                        "c ok at work ",
                        "d unknown stopped ");
        assertThat(table.rows().get(0).seen()).isEqualTo(NOW.minusSeconds(2));
        assertThat(table.rows().get(0).since()).isEqualTo(NOW.minusSeconds(7200));
        assertThat(table.notes())
                .extracting(note -> note.text(TIMES))
                .containsExactly(
                        "Last hand-over: esm/soc from b<i> to a, 16:59:30: b<i> did not renew it.",
                        "Nobody does misp/intel.",
                        "The configurations differ (a; c): make application.properties and routes/ the same, then reload.");
    }

    private String page(WatchedStore store, NodeReport report) {
        NowData data = NowData.read(store.view(), Map.of(), new HeatColumns(new ListedSamples()));
        NowView view = NowView.of(data, List.of(), null, Paging.NONE);
        StringOutput html = new StringOutput();
        PageFrame frame = new PageFrame("t", "now", "ok", null, TIMES, true);
        JtenowGenerated.render(
                new OwaspHtmlTemplateOutput(html),
                null,
                frame,
                new NowView(
                        view.line(),
                        view.problems(),
                        0,
                        List.of(),
                        null,
                        Paging.NONE,
                        view.sinks(),
                        true,
                        List.of(),
                        report == null ? view.nodes() : NodeTable.of(report),
                        view.watch()));
        return html.toString();
    }

    @Test
    void thereIsASectionOnlyWithACluster() {
        try (WatchedStore store = new WatchedStore(folder)) {
            assertThat(page(store, null)).doesNotContain("nodes of the cluster");
            assertThat(page(store, FOUR))
                    .contains(
                            "<h2 id=\"nodes\">The nodes of the cluster</h2>",
                            "<th scope=\"row\">b&lt;i&gt;</th><td><b class=\"s critical\">gone</b></td>",
                            "<td>esm/soc, services/1,2,10</td>",
                            "did not renew it.")
                    .doesNotContain("<i>");
        }
    }
}
