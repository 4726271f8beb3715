package dev.freshwatch.page;

import static dev.freshwatch.page.CheckScene.CHECK;
import static dev.freshwatch.page.CheckScene.LIMITS;
import static dev.freshwatch.page.CheckScene.finding;
import static dev.freshwatch.page.WatchedStore.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.config.StateSettings;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.State;
import dev.freshwatch.report.CsvCell;
import dev.freshwatch.samples.Sample;
import dev.freshwatch.samples.SampleStore;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.StoreException;
import dev.freshwatch.web.WebResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckPageTest {

    private static final Duration DAY = Duration.ofDays(1);
    private static final String HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(2)>&amp;'${7*7}\u202Ex";

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

    private String page(String query) {
        WebResponse response = scene.get(query);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.contentType()).isEqualTo("text/html; charset=utf-8");
        return CheckScene.text(response);
    }

    /** What a reader sees, without markup. */
    private static String words(String html) {
        return html.replaceAll("<[^>]*>", " ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&#34;", "\"")
                .replace("&amp;", "&")
                .replaceAll("\\s+", " ");
    }

    private List<List<String>> csv(String query) {
        WebResponse response = scene.get(query.isEmpty() ? "format=csv" : query + "&format=csv");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.contentType()).isEqualTo("text/csv; charset=utf-8; header=present");
        assertThat(CheckScene.text(response)).endsWith("\r\n");
        return Stream.of(CheckScene.text(response).split("\r\n"))
                .map(line -> List.of(line.split(",", -1)))
                .toList();
    }

    @Test
    void theFirstLinesAreTheAnswer() {
        scene.blind("ERC-2");
        scene.sql(
                "INSERT INTO acknowledgement (episode_id, check_id, ends, reason, made_by, made_at) VALUES ('e9', ?, NULL, 'cable', 'anna', ?)",
                CHECK.value(),
                NOW);
        scene.store.silence("ERC-2*", NOW.plusSeconds(600), "work", "rk");

        String words = words(page(""));

        assertThat(words)
                .contains("ERC-2 events: newest event is 12 min old (limit 10 min) .")
                .contains("A problem since 03:09:04 , for 5 min.")
                .contains(
                        "Told: mail 03:12:05 , accepted; syslog 03:12:05 , sent; webhook: waits, 2 tries, HTTP 503, next ")
                .contains("Silenced by rk: work, until 03:24:11 : no notices before that.")
                .contains("Acknowledged by anna: cable: no reminders.")
                .contains(
                        "Looked at 03:14:02 , answered in 412 ms; the newest record is of 03:02:10 ; next look 03:15:02 .")
                .contains(CHECK.value());
    }

    @Test
    void aLookThatIsTooOldIsNotShownAsTheState() {
        scene.store.look(
                finding(CHECK, "ERC-2", State.OK, "newest event is 8 s old (limit 10 min)", 8L), Duration.ofMinutes(1));
        scene.store.now = NOW.plusSeconds(600);

        String html = page("");

        assertThat(words(html))
                .contains("ERC-2 events: not checked for 10 min, although it is due every 1 min .")
                .contains(
                        "The last look, 03:14:02 , found it ok : newest event is 8 s old (limit 10 min). Nobody knows what it is now.")
                .contains("the next look was due 03:15:02");
        assertThat(html).contains("class=\"mood-unknown\"");
    }

    @Test
    void withoutAWatchNothingIsWell() {
        scene.store.look(finding(CHECK, "ERC-2", State.OK, "fine", 8L), Duration.ofMinutes(1));
        scene.store.watched = false;

        assertThat(words(page(""))).contains("no watch is running");
    }

    @Test
    void whatIsNotAnnouncedYetIsSaid() {
        scene.store.look(
                finding(CHECK, "ERC-2", State.CRITICAL, "newest event is 11 min old (limit 10 min)", 660L),
                CheckScene.EVERY,
                false);

        assertThat(words(page("")))
                .contains("No problem is open: this was not seen in enough looks in a row to be announced.");
    }

    /** The check that it depends on was ok, too long ago to say so. */
    @Test
    void aParentThatIsNotBelievedIsUnknown() {
        CheckId session = new CheckId("esm/soc/session");
        scene.store
                .look(finding(CHECK, "ERC-2", State.OK, "fresh", null), null)
                .look(finding(session, "soc", State.OK, "answers", null), CheckScene.EVERY);
        assertThat(page("")).doesNotContain("It depends on");

        scene.store.now = WatchedStore.NOW.plus(CheckScene.EVERY.multipliedBy(3));
        assertThat(page(""))
                .contains("It depends on <a href=\"/checks/esm/soc/session\">soc events</a>, which is ")
                .contains(">unknown<");
    }

    @Test
    void theCheckThatItDependsOnIsNamed() {
        CheckId session = new CheckId("esm/soc/session");
        scene.store
                .look(finding(CHECK, "ERC-2", State.UNKNOWN, "the session failed", null), CheckScene.EVERY)
                .look(finding(session, "soc", State.CRITICAL, "HTTP 500", null), CheckScene.EVERY);

        assertThat(page("")).contains("It depends on <a href=\"/checks/esm/soc/session\">soc events</a>, which is ");
    }

    /** Each figure in the CSV is computed here once more, from the samples that were seeded. */
    @ParameterizedTest
    @CsvSource({"range=hour,60", "'',288", "range=week,336", "on=2026-10-25,300", "range=month&on=2026-11-01,360"})
    void everyFigureOfTheCsvIsThatOfTheSamples(String query, int spans) {
        scene.blind("ERC-2").history(Duration.ofDays(27));

        List<List<String>> rows = csv(query);

        assertThat(rows.get(0).subList(0, 9))
                .containsExactly(
                        "check", "name", "from (UTC)", "to (UTC)", "looks", "ok", "warning", "critical", "unknown");
        assertThat(rows).hasSize(spans + 1);
        int looks = 0;
        for (int at = 1; at < rows.size(); at++) {
            List<String> row = rows.get(at);
            if (at > 1) {
                assertThat(row.get(2)).isEqualTo(rows.get(at - 1).get(3));
            }
            List<Sample> samples = scene.samples.samples(CHECK, Instant.parse(row.get(2)), Instant.parse(row.get(3)));
            assertThat(row).isEqualTo(expected(row.get(2), row.get(3), samples));
            looks += samples.size();
        }
        assertThat(looks).isPositive();
    }

    private static List<String> expected(String from, String to, List<Sample> samples) {
        List<String> row = new ArrayList<>(List.of(CHECK.value(), "ERC-2 events", from, to, "" + samples.size()));
        for (State state : State.values()) {
            row.add(""
                    + samples.stream().filter(sample -> sample.state() == state).count());
        }
        figures(
                row,
                samples.stream()
                        .filter(one -> one.age() != null)
                        .mapToDouble(one -> one.age().toMillis() / 1000.0)
                        .sorted()
                        .toArray());
        figures(
                row,
                samples.stream()
                        .filter(one -> one.response() != null)
                        .mapToDouble(one -> one.response().toNanos() / 1e6)
                        .sorted()
                        .toArray());
        row.addAll(samples.isEmpty() ? List.of("", "") : List.of("420", "600"));
        return row;
    }

    private static void figures(List<String> row, double... sorted) {
        int count = sorted.length;
        row.add("" + count);
        if (count == 0) {
            row.addAll(List.of("", "", "", "", ""));
            return;
        }
        double sum = 0;
        for (double value : sorted) {
            sum += value;
        }
        double mean = Math.floor(sum / count * 1000 + 1e-6) / 1000;
        for (double value : new double[] {
            sorted[0],
            mean,
            sorted[(int) Math.ceil(count * 0.5) - 1],
            sorted[(int) Math.ceil(count * 0.95) - 1],
            sorted[count - 1]
        }) {
            row.add(String.format(Locale.ROOT, "%.3f", value).replaceAll("\\.?0+$", ""));
        }
    }

    /** Each cell of the table is computed here once more, from the samples that were seeded. */
    @Test
    void everyFigureOfTheTableIsThatOfTheSamples() {
        scene.blind("ERC-2").history(DAY.multipliedBy(2));
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        DateTimeFormatter clock = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
        List<List<String>> table = table(page("on=2026-11-19"));

        List<List<String>> expected = new ArrayList<>();
        for (Instant at = Instant.parse("2026-11-18T23:00:00Z");
                at.isBefore(Instant.parse("2026-11-19T23:00:00Z"));
                at = at.plusSeconds(300)) {
            List<Sample> samples = scene.samples.samples(CHECK, at, at.plusSeconds(300));
            if (samples.isEmpty()) {
                if (at.equals(Instant.parse("2026-11-19T17:15:00Z"))) {
                    expected.add(List.of("18:15 to 20:15", "nobody looked"));
                }
                continue;
            }
            List<String> row = new ArrayList<>(List.of(clock.format(at.atZone(berlin))));
            row.add(Stream.of(State.CRITICAL, State.UNKNOWN, State.WARNING, State.OK)
                    .filter(state -> samples.stream().anyMatch(one -> one.state() == state))
                    .map(state ->
                            samples.stream().filter(one -> one.state() == state).count() + " " + state.word())
                    .reduce((one, other) -> one + ", " + other)
                    .orElseThrow());
            List<Duration> ages = samples.stream()
                    .map(Sample::age)
                    .filter(age -> age != null)
                    .sorted()
                    .toList();
            List<Duration> answers = samples.stream()
                    .map(Sample::response)
                    .filter(one -> one != null)
                    .sorted()
                    .toList();
            if (ages.isEmpty()) {
                row.addAll(List.of("", "", "", "", "", "", ""));
            } else {
                Duration sum = ages.stream().reduce(Duration.ZERO, Duration::plus);
                int count = ages.size();
                row.add(words(ages.get(0)));
                row.add(words(sum.dividedBy(count)));
                row.add(words(ages.get((int) Math.ceil(count * 0.95) - 1)));
                row.add(words(ages.get(count - 1)));
                row.add(answers.get((int) Math.ceil(count * 0.5) - 1).toMillis() + " ms");
                row.add(answers.get((int) Math.ceil(count * 0.95) - 1).toMillis() + " ms");
                row.add(answers.get(count - 1).toMillis() + " ms");
            }
            expected.add(row);
        }
        assertThat(table).hasSizeGreaterThan(200).isEqualTo(expected);
    }

    private static String words(Duration age) {
        long seconds = age.toSeconds();
        return seconds < 120
                ? seconds + " s"
                : seconds / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
    }

    private static List<List<String>> table(String html) {
        String body = html.substring(html.indexOf("<tbody>"), html.indexOf("</tbody>"));
        return Pattern.compile("<tr>(.*?)</tr>")
                .matcher(body)
                .results()
                .map(row -> Pattern.compile("<t[dh][^>]*>([^<]*)</t[dh]>")
                        .matcher(row.group(1))
                        .results()
                        .map(cell -> cell.group(1))
                        .toList())
                .toList();
    }

    @Test
    void eachProblemHasItsNoticesAndTheirDelivery() {
        scene.blind("ERC-2");

        String words = words(page(""));

        assertThat(words.substring(words.indexOf("Problems and who was told")))
                .containsSubsequence(
                        "critical 03:09:04 to now: it lasts, 5 min",
                        "03:12:04",
                        "change newest event is 12 min old (limit 10 min)",
                        "mail 03:12:05 , accepted",
                        "webhook: waits, 2 tries, HTTP 503",
                        "03:09:04",
                        "problem newest event is 7 min old (limit 7 min)",
                        "webhook 03:09:05 , accepted",
                        "unknown yesterday 13:14:11 to yesterday 14:26:11 , 72 min",
                        "ERC-2: the ESM answered HTTP 500",
                        "Nobody was told.",
                        "critical 2026-11-11 03:14:11 to 2026-11-11 03:45:11 , 31 min");
    }

    @Test
    void moreProblemsThanAreShownAreOnAnotherPage() {
        scene.blind("ERC-2");
        for (int at = 0; at < 60; at++) {
            scene.sql(
                    "INSERT INTO episode (id, check_id, since, closed_at, told) VALUES (?, ?, ?, ?, 'WARNING')",
                    "old" + at,
                    CHECK.value(),
                    NOW.minusSeconds(86_400L * (at + 1)),
                    NOW.minusSeconds(86_400L * (at + 1) - 60));
        }

        String html = page("");

        assertThat(html.split("<details class=\"episode\"", -1)).hasSize(51);
        assertThat(html).contains("href=\"/episodes?check=" + CHECK + "\"");
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
    void explainIsThereInSections() {
        scene.blind("ERC-2");

        assertThat(page(""))
                .contains("<h3>Settings in force</h3>", "<li>critical after 10 min     given by the check itself</li>")
                .contains("<h3>What next</h3>", "<li>It ends with 1 look that is ok.</li>");
    }

    @Test
    void otherTimesAreLinked() {
        scene.blind("ERC-2").history(DAY);
        String at = "/checks/" + CHECK;

        assertThat(page(""))
                .contains(
                        "<a href=\"" + at + "?range=week\">week</a>",
                        "<a href=\"" + at + "?range=day\" aria-current=\"page\">day</a>")
                .contains("href=\"" + at + "?on=2026-11-20&amp;range=day\">by the calendar</a>")
                .contains("href=\"" + at + "?format=csv&amp;range=day\"")
                .doesNotContain("‹ before");
        assertThat(page("on=2026-11-19"))
                .contains("href=\"" + at + "?on=2026-11-18&amp;range=day\" rel=\"prev\"")
                .contains("href=\"" + at + "?on=2026-11-20&amp;range=day\" rel=\"next\"")
                .contains("href=\"" + at + "?range=day\">up to now</a>")
                .contains("href=\"" + at + "?on=2026-11-19&amp;range=month\">month</a>")
                .contains("href=\"" + at + "?format=csv&amp;on=2026-11-19&amp;range=day\"")
                .contains("History: Thursday 19 November 2026");
        assertThat(page("on=2026-11-20")).doesNotContain("rel=\"next\"");
        assertThat(page("from=2026-11-19T20:00:00Z&to=2026-11-19T20:30:00Z"))
                .contains("History: Thu 19 Nov 21:00 to 21:30")
                .contains("href=\"" + at + "?from=2026-11-19T20:00:00Z&amp;to=2026-11-19T20:30:00Z&amp;format=csv\"")
                .doesNotContain("aria-current=\"page\"");
    }

    /** It renews itself only where it goes on. */
    @Test
    void onlyWhatEndsNowRenewsItself() {
        scene.blind("ERC-2").history(DAY);

        assertThat(page("range=hour")).contains("http-equiv=\"refresh\"");
        assertThat(page("on=2026-11-19")).doesNotContain("http-equiv=\"refresh\"");
        assertThat(page("from=2026-11-19T20:00:00Z&to=2026-11-19T20:30:00Z")).doesNotContain("http-equiv=\"refresh\"");
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

        String html = page("on=" + day);

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
        assertThat(csv("on=" + day)).hasSize(hours * 12 + 1);
    }

    @Test
    void theTableTellsTheTwoHoursApart() {
        scene.blind("ERC-2");
        for (int minute = 0; minute < 25 * 60; minute++) {
            scene.samples.add(
                    CHECK, Instant.parse("2026-10-24T22:00:00Z").plusSeconds(60L * minute), State.OK, 5, 100, LIMITS);
        }

        assertThat(table(page("on=2026-10-25")).stream().map(row -> row.get(0)))
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

    @Test
    void hostileNamesAreTextEverywhere() {
        scene.blind(HOSTILE).history(Duration.ofHours(2));
        for (String query : List.of("", "range=hour", "range=year")) {
            String html = page(query);
            assertThat(html)
                    .doesNotContain("<script>alert", "<img", "\u202E")
                    .contains("&lt;script&gt;alert(1)&lt;/script&gt;");
            assertThat(words(html)).contains("${7*7}");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    =1+1                  | '=1+1
                    +49                   | '+49
                    -2+3                  | '-2+3
                    @SUM(A1)              | '@SUM(A1)
                    ERC, 1                | "ERC, 1"
                    say "x"               | "say ""x""\"
                    =cmd,1                | "'=cmd,1"
                    x;=cmd                | "x;'=cmd"
                    x; @SUM(A1);y         | "x;' @SUM(A1);y"
                    a;b                   | "a;b"
                    10-20                 | 10-20
                    plain                 | plain
                    """,
            quoteCharacter = '~')
    void noCellIsAFormula(String name, String cell) {
        assertThat(CsvCell.of(name)).isEqualTo(cell);
    }

    @Test
    void noCellBreaksOut() {
        assertThat(CsvCell.of("\tx")).isEqualTo("'\tx");
        assertThat(CsvCell.of("\rx")).isEqualTo("\"'\rx\"");
        assertThat(CsvCell.of("a\r\nb")).isEqualTo("\"a\r\nb\"");
        assertThat(CsvCell.of("")).isEmpty();
        scene.blind("=HYPERLINK(\"http://x\",\"y\")");
        assertThat(CheckScene.text(scene.get("range=hour&format=csv")))
                .contains(",\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\") events\",");
    }

    @Test
    void theFileOfTheCsvHasAHarmlessName() {
        scene.blind("ERC-2");

        assertThat(scene.get("range=hour&format=csv").header())
                .containsEntry(
                        "Content-Disposition",
                        "attachment; filename=\"esm-soc-events-144116287587483649-2026-11-20T011500Z.csv\"");
    }

    @Test
    void aCheckWithoutAnAgeHasTheOtherPlots() {
        CheckId rest = new CheckId("misp/intel/rest");
        Finding up = new Finding(
                rest,
                "intel",
                "intel REST",
                State.OK,
                dev.freshwatch.freshness.Reason.UP,
                "is up",
                null,
                null,
                LIMITS,
                NOW,
                Duration.ofMillis(212));
        scene.store.look(up, CheckScene.EVERY);
        for (int minute = 1; minute < 60; minute++) {
            scene.samples.add(rest, NOW.minusSeconds(60L * minute), State.OK, null, 212, LIMITS);
        }

        String html = CheckScene.text(scene.get(rest.value(), "range=hour"));

        assertThat(html).doesNotContain("id=\"age-title\"").contains("id=\"states-title\"", "id=\"response-title\"");
        assertThat(table(html).get(0)).hasSize(5);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "119, 119 s",
        "120, 2 min",
        "723, 12 min 3 s",
        "7199, 119 min 59 s",
        "7200, 2 h",
        "18725, 5 h 12 min",
        "280800, 3 d 6 h"
    })
    void agesInTheTableAreExact(int seconds, String words) {
        assertThat(FigureTable.exact(Duration.ofSeconds(seconds))).isEqualTo(words);
    }

    /** The state and who was told are worth more than the history. */
    @Test
    void withoutAHistoryTheRestIsThere() {
        scene.blind("ERC-2");
        scene.samples.trouble =
                catchThrowableOfType(StoreException.class, () -> Store.isSqlite(StateSettings.of("jdbc:nothing")));

        String html = page("");

        assertThat(words(html))
                .contains(
                        "The history cannot be read, so nothing can be said of this time: state.url must be jdbc:sqlite:")
                .contains("Told: mail 03:12:05", "Problems and who was told", "What next");
        assertThat(html).doesNotContain("class=\"card plot\"");
        assertThatThrownBy(() -> scene.get("format=csv")).isInstanceOf(StoreException.class);
    }

    /** The same figures as before, from the history that a watch writes. */
    @Test
    void everyFigureIsThatOfTheStore() {
        scene.blind("ERC-2").history(Duration.ofHours(30));
        try (SampleStore stored =
                SampleStore.of(StateSettings.of("jdbc:sqlite:" + folder.resolve("page.db")), scene.store.clock())) {
            for (Sample sample : scene.samples.samples) {
                stored.recorder()
                        .record(List.of(new Finding(
                                sample.check(),
                                "ERC-2",
                                "ERC-2 events",
                                sample.state(),
                                sample.reason(),
                                "x",
                                null,
                                sample.age(),
                                sample.limits(),
                                sample.at(),
                                sample.response())));
            }
            stored.start();
            await().until(() -> stored.counts().waiting() == 0);
            scene.reader = stored.reader();

            for (String query : List.of("range=hour", "range=day", "on=2026-11-19", "range=week")) {
                List<List<String>> rows = csv(query);
                for (List<String> row : rows.subList(1, rows.size())) {
                    List<Sample> samples =
                            scene.samples.samples(CHECK, Instant.parse(row.get(2)), Instant.parse(row.get(3)));
                    assertThat(row).isEqualTo(expected(row.get(2), row.get(3), samples));
                }
            }
            assertThat(words(page("range=hour"))).contains("past the limit of 10 min from 03:12 on.");
        }
    }

    /** Every page is small enough, even where each step has looks of several states. */
    @Test
    void noPageIsLargerThanTwoHundredKilobytes() {
        scene.blind("ERC-2 in a data centre with a long name");
        Random random = new Random(7);
        for (long minute = 0; minute < 2 * 24 * 60; minute++) {
            scene.samples.add(
                    CHECK,
                    NOW.minusSeconds(60 * minute),
                    State.values()[random.nextInt(4)],
                    random.nextInt(4_000_000),
                    random.nextInt(30_000),
                    LIMITS);
        }
        for (long hour = 48; hour < 400 * 24; hour++) {
            scene.samples.add(
                    CHECK,
                    NOW.minusSeconds(3600 * hour),
                    State.values()[random.nextInt(4)],
                    random.nextInt(4_000_000),
                    30_000,
                    LIMITS);
        }
        for (String query : List.of(
                "range=hour",
                "range=day",
                "range=week",
                "range=month",
                "range=year",
                "on=2026-11-18",
                "range=week&on=2026-10-25",
                "from=2026-10-16T02:00:00Z&to=2026-11-20T02:00:00Z")) {
            assertThat(scene.get(query).body().length).as(query).isLessThan(200_000);
        }
    }

    @Test
    void aNoticeOfSeveralChecksIsShownForThisOne() {
        scene.blind("ERC-2");
        Finding mine = finding(CHECK, "ERC-2", State.CRITICAL, "mine is old", 721L);
        Finding other = finding(new CheckId("esm/soc/events/8"), "ERC-8", State.CRITICAL, "the other one is old", 721L);
        scene.store.now = NOW;
        dev.freshwatch.alert.Notice group = new dev.freshwatch.alert.Notice(
                        "g",
                        Kind.REMINDER,
                        null,
                        other,
                        NOW,
                        NOW,
                        new dev.freshwatch.alert.Notice.Origin("watch-1", 1),
                        "esm.example")
                .with(new dev.freshwatch.alert.Notice.Marks(List.of(other, mine), null, null, null, null));
        dev.freshwatch.store.UnitOfWork unitOfWork = scene.store.store.begin();
        dev.freshwatch.outbox.Desk.put(unitOfWork, group, "mail");
        unitOfWork.commit();
        scene.sql("INSERT INTO notice_member (notice_id, episode_id) VALUES ('g', 'e9')");

        assertThat(words(page(""))).contains("reminder mine is old").doesNotContain("the other one");
    }
}
