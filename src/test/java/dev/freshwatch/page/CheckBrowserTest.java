package dev.freshwatch.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a check as a browser has it. */
@Tag("soak")
class CheckBrowserTest {

    @TempDir
    Path folder;

    @TempDir
    Path profile;

    private CheckScene scene;
    private PageServer pages;
    private Browser browser;

    @BeforeEach
    void open() {
        browser = new Browser(profile);
        scene = new CheckScene(folder, "Europe/Berlin");
        pages = new PageServer(
                new PageSite(scene.store::view, scene.samples, Map::of, scene.store.clock(), scene.zone));
    }

    @AfterEach
    void close() {
        if (scene != null) {
            pages.close();
            scene.close();
            browser.close();
        }
    }

    private String address(String query) {
        return pages.url("/checks/" + CheckScene.CHECK + query);
    }

    private long count(String css) {
        return browser.<Long>run("return document.querySelectorAll(arguments[0]).length", css);
    }

    @Test
    void isForEverybody() {
        scene.blind("ERC-2").history(Duration.ofDays(3));
        for (String query : List.of("", "?range=week&on=2026-11-19")) {
            for (String scheme : List.of("light", "dark")) {
                browser.scheme(scheme).width(1280).open(address(query));
                browser.run("document.querySelectorAll('details').forEach(one => one.open = true)");
                assertThat(browser.barriers()).as(query + scheme).isEmpty();
                assertThat(browser.width(360).barriers())
                        .as(query + scheme + ", narrow")
                        .isEmpty();
                assertThat(browser.overflow()).as(query).isZero();
            }
            for (int width : List.of(320, 480, 740, 800, 960, 1100)) {
                assertThat(browser.width(width).overflow())
                        .as(query + " at " + width)
                        .isZero();
            }
        }
        assertThat(count("svg[role=img]")).isEqualTo(3);
        assertThat(browser.complaints()).isEmpty();
    }

    /** Labels that cover each other, or lie outside the card, are read by nobody. */
    @Test
    void labelsDoNotCoverEachOther() {
        scene.blind("ERC-2").history(Duration.ofDays(300));
        String overlaps =
                """
                const found = [];
                for (const svg of document.querySelectorAll('.plot svg.drawing')) {
                  const card = svg.closest('.plot').getBoundingClientRect();
                  const all = [...svg.querySelectorAll('text')].filter(text => text.getClientRects().length
                    && getComputedStyle(text).display !== 'none').map(text => [text.textContent, text.getBoundingClientRect()]);
                  for (const [text, box] of all) {
                    if (box.left < card.left || box.right > card.right) found.push(text + ' outside');
                  }
                  all.forEach(([text, a], at) => all.slice(at + 1).forEach(([other, b]) => {
                    if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3)
                      found.push(text + ' over ' + other);
                  }));
                }
                return found;""";
        for (String query : List.of(
                "?range=hour",
                "?range=day",
                "?range=week",
                "?range=month",
                "?range=year",
                "?on=2026-10-25",
                "?on=2026-03-29",
                "?range=hour&on=2026-11-19T14:00",
                "?from=2026-11-18T00:00:00Z&to=2026-11-20T00:00:00Z",
                "?from=2026-09-01T00:00:00Z&to=2026-11-01T00:00:00Z",
                "?from=2025-01-01T00:00:00Z&to=2026-11-01T00:00:00Z",
                "?from=2026-11-20T00:30:00Z&to=2026-11-20T02:00:00Z")) {
            browser.width(1280).open(address(query));
            for (int width : List.of(1280, 960, 740, 600, 420, 360)) {
                assertThat(browser.width(width).<List<String>>run(overlaps))
                        .as(query + " at " + width)
                        .isEmpty();
            }
        }
    }

    /** A problem that begins meanwhile is on top, and what a reader opened is still open below it. */
    @Test
    void keepsWhatIsOpenedAndClosedWhenItRenewsItself() {
        scene.blind("ERC-2").history(Duration.ofHours(3));
        browser.open(address("?range=hour"));
        browser.run("document.getElementById('e-e9').open = false; document.getElementById('e-e7').open = true;"
                + "document.getElementById('figures').open = true");
        scene.sql(
                "INSERT INTO episode (id, check_id, since, closed_at, told) VALUES ('e10', ?, ?, ?, 'WARNING')",
                CheckScene.CHECK.value(),
                WatchedStore.NOW.minusSeconds(20),
                WatchedStore.NOW.minusSeconds(10));

        browser.run("document.dispatchEvent(new Event('visibilitychange'))");

        await().until(() -> count("details.episode") == 4);
        assertThat(browser.<List<String>>run(
                        "return [...document.querySelectorAll('details[open]')].map(one => one.id)"))
                .containsExactly("figures", "e-e10", "e-e7");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void hostileTextsAreText() {
        List<String> texts = HostileTexts.of(400);
        for (int at = 0; at < texts.size(); at++) {
            CheckId check = CheckId.of("esm", "soc", "events", "" + at);
            Finding finding = new Finding(
                    check,
                    texts.get(at),
                    texts.get(at),
                    State.CRITICAL,
                    Reason.STALE,
                    texts.get(texts.size() - 1 - at),
                    null,
                    Duration.ofSeconds(700),
                    CheckScene.LIMITS,
                    WatchedStore.NOW,
                    null);
            scene.store
                    .look(finding, CheckScene.EVERY)
                    .problem(finding, "e" + at, WatchedStore.NOW.minusSeconds(60), null);
            scene.samples.add(check, WatchedStore.NOW.minusSeconds(60), State.CRITICAL, 700, 100, CheckScene.LIMITS);
        }
        browser.width(360);
        for (int at = 0; at < texts.size(); at++) {
            browser.open(pages.url("/checks/esm/soc/events/" + at + "?range=hour"));
            assertThat(browser.<Boolean>run("return window.bitten === undefined"))
                    .isTrue();
            assertThat(count("h1")).as(texts.get(at)).isEqualTo(1);
            assertThat(count("svg[role=img]")).as(texts.get(at)).isEqualTo(3);
            assertThat(count("main script, main iframe, main img, main b:not(.s), main form + form, style, base"))
                    .as(texts.get(at))
                    .isZero();
            assertThat(browser.overflow()).as(texts.get(at)).isZero();
        }
        assertThat(browser.complaints()).isEmpty();
    }
}
