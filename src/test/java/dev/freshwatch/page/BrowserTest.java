package dev.freshwatch.page;

import static dev.freshwatch.page.WatchedStore.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The pages as a browser has them. One browser for each test: what one leaves behind is not the next one's. */
class BrowserTest {

    private static final Duration EVERY = Duration.ofMinutes(10);

    /** page.js looks at once when a page comes to the front again. */
    private static final String TO_THE_FRONT = "document.dispatchEvent(new Event('visibilitychange'))";

    @TempDir
    Path folder;

    @TempDir
    Path profile;

    private WatchedStore store;
    private PageServer pages;
    private Browser browser;

    @BeforeEach
    void open() {
        browser = new Browser(profile);
        store = new WatchedStore(folder);
        pages = new PageServer(site());
    }

    @AfterEach
    void close() {
        if (store != null) {
            pages.close();
            store.close();
            browser.close();
        }
    }

    private PageSite site() {
        return new PageSite(
                store::view,
                Story.samples(),
                () -> Map.of("timers", "ok", "store", "ok", "sinks", "ok"),
                store.clock(),
                ZoneId.of("Europe/Berlin"));
    }

    private String text(String css) {
        return browser.<String>run("return document.querySelector(arguments[0]).innerText", css);
    }

    private long count(String css) {
        return browser.<Long>run("return document.querySelectorAll(arguments[0]).length", css);
    }

    @Test
    void theFirstPageIsForEverybody() {
        Story.write(store);
        for (String scheme : List.of("light", "dark")) {
            browser.scheme(scheme).width(1280).open(pages.url("/"));
            assertThat(text("h1")).isEqualTo("2 of 12 are not fresh. 1 cannot be judged.");
            assertThat(browser.barriers()).as(scheme).isEmpty();
            assertThat(browser.width(360).barriers()).as(scheme + ", narrow").isEmpty();
            assertThat(browser.overflow()).isZero();
        }
        assertThat(browser.width(320).overflow()).isZero();
        assertThat(count(".checks tbody tr")).isEqualTo(12);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void theListsAreForEverybody() {
        Story.write(store);
        for (String path : List.of("/notices", "/episodes", "/notices?from=soon&kind=x")) {
            for (String scheme : List.of("light", "dark")) {
                browser.scheme(scheme).width(1280).open(pages.url(path));
                assertThat(browser.barriers()).as(path + " " + scheme).isEmpty();
                assertThat(browser.width(360).overflow()).as(path).isZero();
            }
        }
        assertThat(browser.complaints()).hasSize(2).allMatch(line -> line.contains("400"));
    }

    @Test
    @Tag("soak")
    void theFilterIsAPlainForm() {
        Story.write(store);
        browser.open(pages.url("/notices"));
        browser.driver.findElement(By.name("check")).sendKeys("ERC-*");
        browser.driver.findElement(By.name("kind")).sendKeys("problem");
        browser.driver.findElement(By.cssSelector("form button")).click();
        await().untilAsserted(() -> assertThat(browser.driver.getCurrentUrl())
                .isEqualTo(pages.url("/notices?check=ERC-*&kind=problem&sink=&from=&to=")));
        assertThat(count("tbody tr")).isEqualTo(3);
        assertThat(browser.<String>run("return document.forms[0].check.value")).isEqualTo("ERC-*");
    }

    @Test
    @Tag("soak")
    void theKeyboardReachesEverythingInOrder() {
        Story.write(store);
        browser.open(pages.url("/"));
        press(Keys.TAB);
        assertThat(focused().getText()).isEqualTo("Skip to the content");
        assertThat(focused().isDisplayed()).isTrue();
        press(Keys.ENTER);
        assertThat(focused().getTagName()).isEqualTo("main");
        List<String> reached = new ArrayList<>();
        for (int at = 0; at < 8; at++) {
            press(Keys.TAB);
            reached.add(browser.run("return document.activeElement.getAttribute('href')"));
        }
        String blind = "/checks/" + Story.BLIND;
        assertThat(reached)
                .startsWith(blind, "/checks/esm/soc/events/144116287587483654", blind)
                .anyMatch(href -> href.startsWith(blind + "?from="));
        assertThat(browser.<String>run("return getComputedStyle(document.activeElement).outlineStyle"))
                .isEqualTo("solid");
    }

    private void press(Keys key) {
        focused().sendKeys(key);
    }

    private WebElement focused() {
        return browser.driver.switchTo().activeElement();
    }

    @Test
    @Tag("soak")
    void renewsItselfWithoutLosingThePlace() {
        Story.write(store);
        browser.width(1280).open(pages.url("/"));
        String kept = "/checks/esm/soc/events/144116287587483651";
        browser.run(
                "const link = document.querySelector(`th a[href='${arguments[0]}']`); link.focus(); scrollTo(0, 222);"
                        + "getSelection().selectAllChildren(link);",
                kept);
        Finding worse = Story.finding(
                new CheckId("esm/soc/events/144116287587483653"),
                "ERC-6 events",
                State.CRITICAL,
                Reason.STALE,
                "newest event is 20 min old",
                1200L,
                new Limits(null, Duration.ofMinutes(10)));
        store.look(worse, EVERY);
        // the pages are kept for a second
        pages.show(site());

        browser.run(TO_THE_FRONT);

        await().untilAsserted(() -> assertThat(text("h1")).startsWith("3 of 12"));
        assertThat(browser.driver.getTitle()).startsWith("3 not fresh");
        assertThat(browser.<String>run("return document.activeElement.getAttribute('href')"))
                .isEqualTo(kept);
        assertThat(browser.<String>run("return getSelection().toString()")).isEqualTo("ERC-4 events");
        assertThat(browser.<Long>run("return Math.round(scrollY)")).isEqualTo(222);
        assertThat(count(".checks tbody tr")).isEqualTo(12);
        assertThat(text(".checks tbody tr:nth-child(2)")).contains("ERC-6 events", "20 min");
    }

    /** Nobody sees a page that is behind another one: it asks nothing, and is up to date when it is in front again. */
    @Test
    @Tag("soak")
    void renewsItselfOnlyWhileItIsInFront() {
        Story.write(store);
        browser.open(pages.pace(1).url("/"));
        int before = pages.asked.get();
        await().until(() -> pages.asked.get() >= before + 3);

        browser.run("Object.defineProperty(document, 'hidden', {value: true, configurable: true});" + TO_THE_FRONT);
        AtomicInteger last = new AtomicInteger();
        await().during(Duration.ofSeconds(4)).until(() -> {
            int now = pages.asked.get();
            return last.getAndSet(now) == now;
        });
        int hidden = pages.asked.get();

        browser.run("Object.defineProperty(document, 'hidden', {value: false});" + TO_THE_FRONT);
        await().until(() -> pages.asked.get() >= hidden + 3);
        assertThat(text("h1")).startsWith("2 of 12");
    }

    @Test
    @Tag("soak")
    void hostileTextsInNoticesAndEpisodesAreText() {
        List<String> texts = HostileTexts.of(200);
        for (int at = 0; at < texts.size(); at++) {
            Finding finding = new Finding(
                    CheckId.of("esm", "soc", "events", "" + at),
                    texts.get(at),
                    texts.get(at),
                    State.CRITICAL,
                    Reason.FAILED,
                    texts.get(texts.size() - 1 - at),
                    null,
                    null,
                    Limits.NONE,
                    NOW,
                    null);
            store.ended(finding, "e" + at, NOW.minusSeconds(at), NOW)
                    .notice("n" + at, finding, "e" + at, Kind.PROBLEM, NOW.minusSeconds(at))
                    .delivery(
                            "n" + at,
                            "mail",
                            "failed",
                            2,
                            NOW.minusSeconds(at),
                            texts.get(at)
                                    .substring(0, Math.min(500, texts.get(at).length())));
        }
        browser.width(360);
        for (String path : List.of("/notices?check=esm/*", "/episodes?check=esm/*")) {
            String next = pages.url(path);
            int rows = 0;
            while (next != null) {
                browser.open(next);
                rows += (int) count("tbody tr, article");
                assertThat(browser.<Boolean>run("return window.bitten === undefined"))
                        .isTrue();
                assertThat(count("main script, main iframe, main img, main h1 + h1, main form + form"))
                        .isZero();
                assertThat(browser.overflow()).isZero();
                next = browser.run(
                        "const next = document.querySelector('a[rel=next]'); return next ? next.href : null");
            }
            assertThat(rows).as(path).isEqualTo(200);
        }
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    @Tag("soak")
    void saysSinceWhenNobodyAnswers() {
        Story.write(store);
        browser.open(pages.url("/"));
        assertThat(count("#away[hidden]")).isEqualTo(1);
        pages.close();
        browser.run(TO_THE_FRONT);
        await().untilAsserted(() -> assertThat(text("#away"))
                .matches("The watch is not reachable since [0-9:]{8}\\. What you see is of 03:14:11\\."));
        assertThat(text("h1")).startsWith("2 of 12");
        assertThat(browser.barriers()).isEmpty();
    }

    @Test
    @Tag("soak")
    void isCompleteWithoutAScript() {
        Story.write(store);
        browser.scripts(false).open(pages.url("/"));
        assertThat(browser.driver.getPageSource()).contains("http-equiv=\"refresh\"");
        browser.scripts(true);
        assertThat(count(".checks tbody tr")).isEqualTo(12);
    }

    @Test
    @Tag("soak")
    void tenThousandHostileTextsAreText() {
        List<String> texts = HostileTexts.of(10_000);
        List<Finding> findings = new ArrayList<>();
        for (int at = 0; at < texts.size(); at++) {
            findings.add(new Finding(
                    CheckId.of("esm", "soc", "events", "" + at),
                    texts.get(at),
                    texts.get(at),
                    at % 2 == 0 ? State.CRITICAL : State.UNKNOWN,
                    at % 2 == 0 ? Reason.SILENT : Reason.FAILED,
                    texts.get(texts.size() - 1 - at),
                    null,
                    null,
                    Limits.NONE,
                    NOW,
                    null));
        }
        store.looks(findings, EVERY, true)
                .silence("esm/<b>*", NOW.plusSeconds(60), texts.get(3), texts.get(5))
                .problem(findings.get(0), "e0", NOW.minusSeconds(60), null)
                .problem(findings.get(2), "e2", NOW.minusSeconds(60), null);
        browser.width(360);
        for (int page = 1; page <= 20; page++) {
            browser.open(pages.url("/?platform=esm/soc&page=" + page));
            assertThat(count(".checks tbody tr")).isEqualTo(500);
            assertThat(browser.<Boolean>run("return window.bitten === undefined"))
                    .isTrue();
            assertThat(
                            browser.<List<String>>run(
                                    "return [...new Set([...document.querySelectorAll('main *')].map(e => e.localName))].sort()"))
                    .isSubsetOf(
                            "a", "b", "code", "em", "footer", "h1", "h2", "i", "li", "nav", "p", "path", "rect",
                            "section", "small", "span", "strong", "svg", "table", "tbody", "td", "th", "thead", "time",
                            "title", "tr", "ul");
            assertThat(count("main script, main iframe, main img, main form, main h1 + h1"))
                    .isZero();
            assertThat(count("h1")).isEqualTo(1);
            assertThat(browser.<Boolean>run(
                            "return /[\\u202a-\\u202e\\u2066-\\u2069\\0]/.test(document.body.innerText)"))
                    .isFalse();
            assertThat(browser.overflow()).isZero();
        }
        assertThat(browser.complaints()).isEmpty();
    }
}
