package dev.freshwatch.page;

import static dev.freshwatch.page.CheckScene.CHECK;
import static dev.freshwatch.page.CheckScene.LIMITS;
import static dev.freshwatch.page.CheckScene.finding;
import static dev.freshwatch.page.CheckScene.table;
import static dev.freshwatch.page.CheckScene.words;
import static dev.freshwatch.page.WatchedStore.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.State;
import dev.freshwatch.web.WebResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which check and which time a page is of, and where its links lead. */
class CheckTimesTest {

    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    Path folder;

    private CheckScene scene;

    @BeforeEach
    void open() {
        scene = new CheckScene(folder, "Europe/Berlin");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    /** An id may have any character but blanks. */
    @Test
    void anOddIdIsOneParameterOfItsLinks() {
        CheckId odd = new CheckId("service/a&b=c#d/100%+1");
        scene.store.look(finding(odd, "odd", State.OK, "fine", 1L), CheckScene.EVERY);
        for (int at = 0; at < 51; at++) {
            scene.sql(
                    "INSERT INTO episode (id, check_id, since, closed_at) VALUES (?, ?, ?, ?)",
                    "odd" + at,
                    odd.value(),
                    NOW.minusSeconds(1000L * (at + 1)),
                    NOW.minusSeconds(1000L * (at + 1) - 60));
        }

        assertThat(CheckScene.text(scene.get(odd.value(), "")))
                .contains("href=\"/episodes?check=service/a%26b%3Dc%23d/100%25%2B1\"")
                .contains("href=\"/notices?check=service/a%26b%3Dc%23d/100%25%2B1\"")
                .contains("href=\"/checks/service/a%26b%3Dc%23d/100%25%2B1?range=week\"");
    }

    @Test
    void otherTimesAreLinked() {
        scene.blind("ERC-2").history(DAY);
        String at = "/checks/" + CHECK;

        assertThat(scene.html(""))
                .contains(
                        "<a href=\"" + at + "?range=week\">week</a>",
                        "<a href=\"" + at + "?range=day\" aria-current=\"page\">day</a>")
                .contains("href=\"" + at + "?on=2026-11-20&amp;range=day\">by the calendar</a>")
                .contains("href=\"" + at + "?format=csv&amp;range=day\"")
                .doesNotContain("‹ before");
        assertThat(scene.html("on=2026-11-19"))
                .contains("href=\"" + at + "?on=2026-11-18&amp;range=day\" rel=\"prev\"")
                .contains("href=\"" + at + "?on=2026-11-20&amp;range=day\" rel=\"next\"")
                .contains("href=\"" + at + "?range=day\">up to now</a>")
                .contains("href=\"" + at + "?on=2026-11-19&amp;range=month\">month</a>")
                .contains("href=\"" + at + "?format=csv&amp;on=2026-11-19&amp;range=day\"")
                .contains("History: Thursday 19 November 2026");
        assertThat(scene.html("on=2026-11-20")).doesNotContain("rel=\"next\"");
        assertThat(scene.html("from=2026-11-19T20:00:00Z&to=2026-11-19T20:30:00Z"))
                .contains("History: Thu 19 Nov 21:00 to 21:30")
                .contains("href=\"" + at + "?from=2026-11-19T20:00:00Z&amp;to=2026-11-19T20:30:00Z&amp;format=csv\"")
                .doesNotContain("aria-current=\"page\"");
    }

    /** It renews itself only where it goes on. */
    @Test
    void onlyWhatEndsNowRenewsItself() {
        scene.blind("ERC-2").history(DAY);

        assertThat(scene.html("range=hour")).contains("http-equiv=\"refresh\"");
        assertThat(scene.html("on=2026-11-19")).doesNotContain("http-equiv=\"refresh\"");
        assertThat(scene.html("from=2026-11-19T20:00:00Z&to=2026-11-19T20:30:00Z"))
                .doesNotContain("http-equiv=\"refresh\"");
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin,    2026-03-29, 23, '01 03 04', 'from 02:00 to 03:00'",
        "Europe/Berlin,    2026-10-25, 25, '01 02 02 03', 'from 03:00 to 02:00'",
        "America/New_York, 2026-03-08, 23, '01 03 04', 'from 02:00 to 03:00'",
        "America/New_York, 2026-11-01, 25, '01 01 02 03', 'from 02:00 to 01:00'"
    })
    void aDayOfTwentyThreeOrTwentyFiveHoursIsDrawnAsSuch(
            String zone, String day, int hours, String labels, String clocks) {
        scene.close();
        scene = new CheckScene(folder.resolve("of-" + day), zone);
        scene.blind("ERC-2");
        Instant start =
                java.time.LocalDate.parse(day).atStartOfDay(ZoneId.of(zone)).toInstant();
        for (int minute = 0; minute < 26 * 60; minute++) {
            scene.samples.add(CHECK, start.plusSeconds(60L * minute), State.OK, 5, 100, LIMITS);
        }

        String html = scene.html("on=" + day);

        assertThat(words(html))
                .contains("The clocks go " + clocks + " on Sunday", "that day has " + hours + " hours.")
                .contains(hours * 60 + " looks: ok 100 %.");
        Matcher axis = Pattern.compile("<text class=\"axis[^\"]*\" x=\"[0-9.]+%\"[^>]*>([^<]*)</text>")
                .matcher(html);
        List<String> hoursShown =
                axis.results().map(one -> one.group(1)).limit(hours).toList();
        assertThat(String.join(" ", hoursShown)).startsWith("00:00 " + labels);
        assertThat(hoursShown).last().isEqualTo("23");
        assertThat(table(html)).hasSize(hours * 12);
        assertThat(scene.csv("on=" + day)).hasSize(hours * 12 + 1);
    }

    @Test
    void theTableTellsTheTwoHoursApart() {
        scene.blind("ERC-2");
        for (int minute = 0; minute < 25 * 60; minute++) {
            scene.samples.add(
                    CHECK, Instant.parse("2026-10-24T22:00:00Z").plusSeconds(60L * minute), State.OK, 5, 100, LIMITS);
        }

        assertThat(table(scene.html("on=2026-10-25")).stream().map(row -> row.get(0)))
                .doesNotHaveDuplicates()
                .contains("02:00 CEST", "02:00 CET");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"range=fortnight", "on=yesterday", "from=1&to=2", "format=xml", "range=hour&on=2026-03-29T02:10"
            })
    void whatIsWrongIsAnsweredWithAPageThatSaysSo(String query) {
        scene.blind("ERC-2");

        WebResponse response = scene.get(query);

        assertThat(response.status()).isEqualTo(400);
        assertThat(words(CheckScene.text(response)))
                .contains("This cannot be shown", query.replaceAll(".*[=&]on=|=.*", ""));
    }

    @Test
    void anUnknownCheckIsNotFoundAndHowToFindItIsSaid() {
        scene.blind("ERC-2");

        WebResponse response = scene.get("esm/soc/<b>nothing</b>", "");

        assertThat(response.status()).isEqualTo(404);
        assertThat(CheckScene.text(response))
                .contains("esm/soc/&lt;b&gt;nothing&lt;/b&gt;", "<a href=\"/\">All checks</a>", "freshwatch status")
                .doesNotContain("<b>nothing");
        assertThat(scene.get("", "").status()).isEqualTo(404);
    }

    @Test
    void anotherNameOfACheckLeadsToIt() {
        scene.blind("ERC-2");

        WebResponse response = scene.get("ERC-2 events", "range=week");

        assertThat(response.status()).isEqualTo(302);
        assertThat(response.header()).containsEntry("Location", "/checks/" + CHECK + "?range=week");
    }

    @Test
    void aNameOfSeveralListsThem() {
        scene.blind("ERC-2");
        CheckId other = new CheckId("esm/lab/events/7");
        scene.store.look(finding(other, "ERC-2", State.OK, "fine", 1L), CheckScene.EVERY);

        WebResponse response = scene.get("ERC-2 events", "");

        assertThat(response.status()).isEqualTo(404);
        assertThat(CheckScene.text(response)).contains(CHECK.value(), other.value());
    }
}
