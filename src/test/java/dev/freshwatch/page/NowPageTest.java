package dev.freshwatch.page;

import static dev.freshwatch.page.WatchedStore.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.history.RunningConfigTable.Reload;
import dev.freshwatch.web.WebRequest;
import dev.freshwatch.web.WebResponse;
import dev.freshwatch.web.WebSite.NotNow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The markup of the first page; how it looks and behaves in a browser is BrowserTest's. */
class NowPageTest {

    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    private WatchedStore store;
    private ListedSamples samples = Story.samples();
    private Map<String, String> health = Map.of("timers", "ok", "store", "ok");

    @BeforeEach
    void open() {
        store = new WatchedStore(folder);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private WebResponse answer(Map<String, String> query, Map<String, String> header) {
        PageSite site = new PageSite(store::view, samples, () -> health, store.clock(), ZoneId.of("Europe/Berlin"));
        return site.answer(new WebRequest("GET", "/", query, header, new byte[0]));
    }

    private String page(Map<String, String> query) {
        return new String(answer(query, Map.of()).body(), StandardCharsets.UTF_8);
    }

    private String page() {
        return page(Map.of());
    }

    @Test
    void badOnesComeFirstAndEachStateHasAWord() {
        Story.write(store);
        String page = page();
        assertThat(page.indexOf("ERC-2 events")).isPositive().isLessThan(page.indexOf("ERC-1 events"));
        assertThat(page)
                .contains(
                        "<title>2 not fresh · Freshwatch</title>",
                        "<b class=\"s critical\">critical</b>",
                        "<b class=\"s unknown\">unknown</b>",
                        "<time datetime=\"2026-11-20T02:14:09Z\">03:14:09</time>",
                        "in Europe/Berlin",
                        "misp/intel/*",
                        "upgrade, by rk",
                        "failing for 2 min: HTTP 503",
                        "problem of <a href=\"/checks/esm/soc/events/144116287587483649\">ERC-2 events</a>",
                        "all on time");
    }

    @Test
    void noSinkIsSaidLoudly() {
        store.sinks = Set.of();
        assertThat(page()).contains("No sink is enabled: nobody is told of problems.");
    }

    @Test
    void theWatchTellsOfItself() {
        health = Map.of("timers", "overdue: esm/soc", "store", "disk full");
        store.running(new Reload(NOW.minusSeconds(9), NOW.minusSeconds(8), false, List.of("esm.soc.url: <no> URL")));
        assertThat(page())
                .contains(
                        "overdue: esm/soc",
                        "disk full",
                        "last reload refused",
                        "was refused: esm.soc.url: &lt;no&gt; URL",
                        "watch-1.soc.example");
    }

    @Test
    void aStoreThatCannotBeReadIsNoSilence() {
        store.close();
        WebResponse answer = answer(Map.of(), Map.of());
        assertThat(answer.status()).isEqualTo(503);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("Nothing can be said now");
    }

    @Test
    void whatIsWaitedForIsSaid() {
        PageSite site = new PageSite(
                () -> {
                    throw new NotNow("the store is not open yet: <waits>", null);
                },
                samples,
                () -> health,
                store.clock(),
                ZoneId.of("Europe/Berlin"));
        WebResponse answer = site.answer(new WebRequest("GET", "/", Map.of(), Map.of(), new byte[0]));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .contains("the store is not open yet: &lt;waits&gt;");
    }

    /** What is known is told; a strip that is empty would say that nobody looked. */
    @Test
    void aHistoryThatCannotBeReadCostsTheStripsOnly() {
        Story.write(store);
        WatchedStore damaged = new WatchedStore(elsewhere);
        damaged.close();
        samples = new ListedSamples() {
            @Override
            public Map<CheckId, List<Cell>> heat(Instant from, Duration width, int columns) {
                return damaged.store.transaction(connection -> Map.of());
            }
        };
        assertThat(page())
                .contains("2 of 12 are not fresh.", "<th scope=\"row\">history</th>", "<td>not known</td>")
                .doesNotContain("<svg", "nobody looked all the time");
    }

    @Test
    void isCompressedForThoseWhoTakeIt() throws IOException {
        Story.write(store);
        WebResponse zipped = answer(Map.of(), Map.of("accept-encoding", "br, gzip"));
        assertThat(zipped.header()).containsEntry("Content-Encoding", "gzip").containsEntry("Vary", "Accept-Encoding");
        String text = new String(
                new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes(), StandardCharsets.UTF_8);
        assertThat(text).isEqualTo(page());
        assertThat(answer(Map.of(), Map.of("accept-encoding", "br")).header()).doesNotContainKey("Content-Encoding");
        for (String refused : List.of("gzip;q=0, br", "br, gzip; q=0.0", "gzip;q=0", "xgzip", "")) {
            assertThat(answer(Map.of(), Map.of("accept-encoding", refused)).header())
                    .as(refused)
                    .doesNotContainKey("Content-Encoding");
        }
        for (String wanted : List.of("gzip", "GZIP;q=0.5", "deflate, gzip;q=1.0, *;q=0.5", "gzip;q=0.05")) {
            assertThat(answer(Map.of(), Map.of("accept-encoding", wanted)).header())
                    .as(wanted)
                    .containsKey("Content-Encoding");
        }
    }

    private List<Finding> receivers(int count, State state) {
        List<Finding> all = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            CheckId check = CheckId.of("esm", "soc" + number % 4, "events", "" + (144116287587483648L + number));
            all.add(Story.finding(
                    check,
                    "ERC-" + number + " events",
                    state,
                    state == State.OK ? Reason.FRESH : Reason.STALE,
                    "newest event is 90 s old (limit 20 min)",
                    90L + number % 50,
                    new Limits(Duration.ofMinutes(10), Duration.ofMinutes(20))));
        }
        return all;
    }

    /** Also with strips that are as unquiet as those of real Receivers. */
    @Test
    void fiveHundredChecksAreOnThePageInThreeHundredKilobytes() {
        List<Finding> all = receivers(500, State.OK);
        samples = new ListedSamples();
        for (Finding finding : all) {
            for (int column = 0; column < 48; column++) {
                long age = 60 + (finding.check().hashCode() * 31L + column * 7919L) % 97 * 5;
                samples.add(
                        finding.check(),
                        NOW.minus(Duration.ofMinutes(30L * column)),
                        State.OK,
                        Math.abs(age),
                        finding.limits());
            }
        }
        store.looks(all, Duration.ofMinutes(10), true).running(null);
        String page = page();
        assertThat(page.split("<th scope=\"row\"><a href=\"/checks/", -1)).hasSize(501);
        assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThan(300_000);
    }

    /** After an hour without a watch each strip has a gap: the first ones link to it, and the others say it. */
    @Test
    void aGapInEachStripDoesNotMakeThePageMuchLarger() {
        List<Finding> all = receivers(500, State.OK);
        samples = new ListedSamples();
        for (Finding finding : all) {
            for (int column = 0; column < 48; column++) {
                if (column < 10 || column > 12) {
                    samples.add(
                            finding.check(),
                            NOW.minus(Duration.ofMinutes(30L * column)),
                            State.OK,
                            90L,
                            finding.limits());
                }
            }
        }
        store.looks(all, Duration.ofMinutes(10), true).running(null);
        String page = page();
        assertThat(page.split("<rect ", -1)).hasSize(251);
        assertThat(page.split("<title>nobody looked yesterday 21:00 to yesterday 22:30</title>", -1))
                .hasSize(501);
        assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThan(300_000);
    }

    @Test
    void ofMoreTheOnesThatAreOkAreCountedByPlatform() {
        List<Finding> all = receivers(1000, State.OK);
        Finding bad = receivers(1, State.CRITICAL).get(0);
        all.set(0, bad);
        store.looks(all, Duration.ofMinutes(10), true);
        String page = page();
        assertThat(page)
                .contains(
                        "1 of 1000 is blind",
                        "<a href=\"/?platform=esm/soc1\">250 checks, all ok</a>",
                        "249 more, all ok")
                .contains("ERC-0 events")
                .doesNotContain("ERC-1 events");
        assertThat(page)
                .contains(
                        "<a href=\"#p-esm/soc0\"><b class=\"s critical\">ESM soc0</b> 1 of 250<span class=\"unseen\"> not ok",
                        "<a href=\"#p-esm/soc3\"><b class=\"s ok\">ESM soc3</b> 250</a>");
        String one = page(Map.of("platform", "esm/soc1"));
        assertThat(one).contains("ERC-1 events", "ERC-997 events").doesNotContain("ERC-2 events");
    }

    @Test
    void aPlatformOfThousandsIsPaged() {
        List<Finding> all = receivers(2, State.OK);
        for (int number = 0; number < 1200; number++) {
            all.add(Story.finding(
                    CheckId.of("service", "s" + number, "http"),
                    "s" + number,
                    State.UNKNOWN,
                    Reason.TIMEOUT,
                    "no answer",
                    null,
                    Limits.NONE));
        }
        store.looks(all, Duration.ofMinutes(10), true);
        assertThat(page()).contains("700 more, 0 of them ok").contains("1200 of 1202 cannot be judged");
        String third = page(Map.of("platform", "service", "page", "3"));
        assertThat(third.split("<th scope=\"row\"><a href=\"/checks/", -1)).hasSize(201);
        assertThat(third).contains("page 3 of 3", "href=\"/?platform=service&amp;page=2\"");
        assertThat(page(Map.of("platform", "service", "page", "9999"))).isEqualTo(third);
        assertThat(page(Map.of("platform", "service", "page", "-1"))).contains("page 1 of 3");
    }

    @Test
    void aPlatformThatIsNotThereIsAnsweredInThePage() {
        Story.write(store);
        WebResponse answer = answer(Map.of("platform", "esm/<b>"), Map.of());
        assertThat(answer.status()).isEqualTo(404);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .contains("there is no platform “esm/&lt;b&gt;” here");
    }
}
