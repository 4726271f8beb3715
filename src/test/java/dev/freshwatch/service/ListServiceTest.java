package dev.freshwatch.service;

import static dev.freshwatch.service.OneList.NOON;
import static dev.freshwatch.service.OneList.ago;
import static dev.freshwatch.service.OneList.json;
import static dev.freshwatch.service.OneList.reply;
import static dev.freshwatch.service.OneList.rows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.http.NoAnswer;
import dev.freshwatch.service.SourceRows.SourceRow;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code service-list} makes of the answers of a platform: of each source, and of the list as a whole. */
class ListServiceTest {

    private static final String FRESH = "ok fresh: newest event is 3 min old (limit 1 h)";

    @Test
    void eachSourceIsJudgedByItsOwnTime() throws Exception {
        OneList list = new OneList().set("limits", "fw-*=5m/10m, *=30m/2h");

        Map<String, String> outcomes = list.ask(rows("fw-1=3", "fw-2=7", "fw-3=12", "dc-1=12", "dc-2=40", "dc-3=200"));

        assertThat(outcomes)
                .containsExactly(
                        Map.entry("events", "ok up: 6 sources in the list"),
                        Map.entry("fw-1", "ok fresh: newest event is 3 min old (limit 5 min)"),
                        Map.entry("fw-2", "warning stale: newest event is 7 min old (limit 5 min)"),
                        Map.entry("fw-3", "critical stale: newest event is 12 min old (limit 10 min)"),
                        Map.entry("dc-1", "ok fresh: newest event is 12 min old (limit 30 min)"),
                        Map.entry("dc-2", "warning stale: newest event is 40 min old (limit 30 min)"),
                        Map.entry("dc-3", "critical stale: newest event is 3 h 20 min old (limit 2 h)"));
    }

    @Test
    void aSourceHasItsLabelForANameAndItsLimitsByIdOrLabel() throws Exception {
        OneList list = new OneList()
                .set(Map.of("label", "$.name", "time", "$.seen.last", "time-format", "epoch-millis"))
                .set("limits", "Border*=1m/5m, 7=2m/6m, *=1h/2h");
        String body = "{\"rows\": [{\"id\": 7, \"name\": \"Core\", \"seen\": {\"last\": %1$d}},"
                + " {\"id\": 8, \"name\": \"Border\\u202E\\n1\", \"seen\": {\"last\": %1$d}},"
                + " {\"id\": 9, \"seen\": {\"last\": %1$d}}]}";

        List<Finding> findings = list.findings(call -> json(String.format(Locale.ROOT, body, ago(3).toEpochMilli())));

        assertThat(findings.subList(1, 4))
                .extracting(finding -> finding.check().value(), Finding::name, Finding::limits)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("service/logs/events/7", "Core events", limits(2, 6)),
                        org.assertj.core.groups.Tuple.tuple("service/logs/events/8", "Border  1 events", limits(1, 5)),
                        org.assertj.core.groups.Tuple.tuple("service/logs/events/9", "9 events", limits(60, 120)));
    }

    private static Limits limits(int warn, int error) {
        return new Limits(Duration.ofMinutes(warn), Duration.ofMinutes(error));
    }

    private static Arguments row(String name, String body, String list, Map<String, String> sources) {
        return Arguments.of(name, body, list, sources);
    }

    static Stream<Arguments> oddRows() {
        String good = "{\"id\": \"a\", \"t\": \"" + ago(3) + "\"}";
        String one = "ok up: 1 sources in the list";
        return Stream.of(
                row(
                        "no time",
                        "[" + good + ", {\"id\": \"b\"}]",
                        "ok up: 2 sources in the list",
                        Map.of("a", FRESH, "b", "unknown unreadable: has no time in the list")),
                row(
                        "null time",
                        "[{\"id\": \"a\", \"t\": null}]",
                        one,
                        Map.of("a", "unknown unreadable: has no time in the list")),
                row(
                        "time of another kind",
                        "[{\"id\": \"a\", \"t\": {\"x\": 1}}]",
                        one,
                        Map.of("a", "unknown unreadable: has an object in the list, which is not a time (iso)")),
                row(
                        "time that is none",
                        "[{\"id\": \"a\", \"t\": \"never\\n\"}]",
                        one,
                        Map.of("a", "unknown unreadable: has 'never ' in the list, which is not a time (iso)")),
                row(
                        "ahead",
                        "[{\"id\": \"a\", \"t\": \"2026-11-20T12:10:00Z\"}]",
                        one,
                        Map.of(
                                "a",
                                "warning future: newest event is 10 min ahead of the platform's clock"
                                        + " (wrong zone, date format or device clock?)")),
                row(
                        "the epoch is never",
                        "[{\"id\": \"a\", \"t\": \"1970-01-01T00:00:00Z\"}]",
                        one,
                        Map.of("a", "critical silent: no event at all (limit 1 h)")),
                row(
                        "several times, the newest counts",
                        "[{\"id\": \"a\", \"t\": [\"" + ago(500) + "\", null, \"" + ago(3) + "\"]}]",
                        one,
                        Map.of("a", FRESH)),
                row(
                        "no id",
                        "[" + good + ", {\"t\": \"" + ago(3) + "\"}, {\"id\": \" \"}, {\"id\": {}}, {\"id\": true}, 7]",
                        "unknown unreadable: 5 of 6 rows have no usable id",
                        Map.of("a", FRESH)),
                row(
                        "id too long",
                        "[" + good + ", {\"id\": \"" + "x".repeat(1001) + "\"}]",
                        "unknown unreadable: 1 of 2 rows have no usable id",
                        Map.of("a", FRESH)),
                row(
                        "doubled id",
                        "[" + good + ", {\"id\": \"b\", \"t\": \"" + ago(3) + "\"}, {\"id\": \"b\", \"t\": \"" + ago(90)
                                + "\"}]",
                        "ok up: 2 sources in the list",
                        Map.of("a", FRESH, "b", "unknown unreadable: is in the list more than once")),
                row(
                        "number and text are one id",
                        "[{\"id\": 1, \"t\": \"" + ago(3) + "\"}, {\"id\": \"1\", \"t\": \"" + ago(3) + "\"}]",
                        one,
                        Map.of("1", "unknown unreadable: is in the list more than once")),
                row("an object of rows", "{\"x\": " + good + "}", one, Map.of("a", FRESH)),
                row("empty", "[]", "critical silent: no event at all", Map.of()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("oddRows")
    void oddRowsAreUnknownAndTheOthersAreJudged(String name, String rows, String list, Map<String, String> sources)
            throws Exception {
        Map<String, String> outcomes = new OneList().ask("{\"took\": 3, \"rows\": " + rows + ", \"more\": [1]}");

        assertThat(outcomes.remove("events")).isEqualTo(list);
        assertThat(outcomes).isEqualTo(sources);
    }

    static Stream<Arguments> unusable() {
        String rows = rows("a=3", "b=3");
        String inside = rows.substring(1, rows.length() - 1);
        return Stream.of(
                bad(
                        "shards",
                        "{\"_shards\": {\"total\": 5, \"failed\": 2}, " + inside + "}",
                        "failed: answer is incomplete: 2 of 5 shards failed"),
                bad(
                        "shards after",
                        "{" + inside + ", \"_shards\": {\"total\": 5, \"failed\": 2}}",
                        "failed: answer is incomplete: 2 of 5"),
                bad(
                        "timed out",
                        "{" + inside + ", \"timed_out\": true}",
                        "failed: answer is incomplete: the search timed out"),
                bad(
                        "error beside",
                        "{" + inside + ", \"error\": {\"code\": \"PartialError\"}}",
                        "failed: answered with an error"),
                bad(
                        "unless",
                        "{" + inside + ", \"messages\": [{\"type\": \"FATAL\"}]}",
                        "failed: the answer contains what 'unless' names"),
                bad("cut off", "{" + inside + ", \"all\": 3}", "failed: list is cut off: 2 of 3 rows"),
                bad("no list", "{\"hits\": []}", "unreadable: answer has no list at $.rows[*]"),
                bad("list is a number", "{\"rows\": 3}", "unreadable: answer has no list at $.rows[*]"),
                bad("list is null", "{\"rows\": null}", "unreadable: answer has no list at $.rows[*]"),
                bad("an empty object", "{}", "unreadable: answer has no list at $.rows[*]"),
                bad("broken off", rows.substring(0, rows.length() - 2), "unreadable: answer is not JSON"),
                bad("two answers", rows + rows, "unreadable: more than one value"),
                bad("garbage behind", rows + " x", "unreadable: answer is not JSON"),
                bad("HTML", "<html>", "unreadable: answered with an HTML page where JSON was expected"),
                bad("nothing", "", "unreadable: answer is empty"),
                bad("deep", "[".repeat(100_000), "unreadable: answer is not JSON"),
                bad(
                        "much beside the rows",
                        "{\"x\": [" + "1,".repeat(300_000) + "1], " + inside + "}",
                        "unreadable: answer has more than 200000 values beside its rows, or in one of them"),
                bad(
                        "a huge row",
                        "{\"rows\": [{\"id\": \"a\", \"t\": [" + "1,".repeat(300_000) + "1]}]}",
                        "unreadable: answer has more than 200000 values beside its rows, or in one of them"));
    }

    private static Arguments bad(String name, String body, String outcome) {
        return Arguments.of(name, body, outcome);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusable")
    void aListThatIsNotWholeSaysNothingOfAnySource(String name, String body, String outcome) throws Exception {
        OneList list = new OneList().set(Map.of("unless", "$.messages[?(@.type == 'FATAL')]", "total", "$.all"));
        list.ask(rows("a=3", "b=3"));

        Map<String, String> outcomes = list.ask(body);

        String reason = outcome.replaceFirst(":.*", "");
        String detail = outcome.replaceFirst("[a-z]+: ", "");
        assertThat(outcomes.get("events")).startsWith("unknown " + outcome);
        assertThat(outcomes).containsOnlyKeys("events", "a", "b");
        assertThat(outcomes.get("a")).startsWith("unknown " + reason + ": its list cannot be used: " + detail);
        assertThat(outcomes.get("b")).startsWith("unknown " + reason);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(401, "unknown unauthorized: answered HTTP 401"),
                Arguments.of(403, "unknown unauthorized: answered HTTP 403"),
                Arguments.of(404, "unknown unreadable: answered HTTP 404"),
                Arguments.of(429, "unknown overloaded: answered HTTP 429"),
                Arguments.of(302, "unknown unreadable: answered HTTP 302"),
                Arguments.of(503, "unknown failed: answered HTTP 503"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusalIsUnknown(int status, String outcome) throws Exception {
        OneList list = new OneList();
        list.ask(rows("a=3"));

        Map<String, String> outcomes = list.ask(call -> reply(status, rows("a=3"), Map.of()));

        assertThat(outcomes.get("events")).isEqualTo(outcome);
        assertThat(outcomes.get("a")).startsWith("unknown ");
    }

    @Test
    void noAnswerIsUnknownAndNamesTheHostWhereThatHelps() throws Exception {
        OneList list = new OneList();
        list.ask(rows("a=3"));

        Map<String, String> outcomes = list.ask(call -> {
            throw new NoAnswer(NoAnswer.Kind.NOT_CONNECTED, "connection refused", null);
        });

        assertThat(outcomes.get("events"))
                .isEqualTo("unknown unreachable: connection refused: logs.example port 443 (url)");
        assertThat(outcomes.get("a")).startsWith("unknown unreachable: its list cannot be used: connection refused");
    }

    @Test
    void aSourceThatVanishesIsMissingUntilItComesBack() throws Exception {
        OneList list = new OneList();
        list.ask(rows("a=3", "b=3"));

        assertThat(list.ask(rows("a=3")))
                .containsEntry("b", "critical missing: is not in the list any more since 2026-11-20 12:00 UTC");
        list.at(NOON.plus(Duration.ofDays(30)));
        assertThat(list.ask(rows("a=-43197")))
                .containsEntry("b", "critical missing: is not in the list any more since 2026-11-20 12:00 UTC");
        assertThat(list.ask(rows("a=-43197", "b=-43197"))).containsEntry("b", FRESH);
        assertThat(list.forgotten).isEmpty();
    }

    /** A platform that does not let us see a source that was missing does not say that it is back. */
    @Test
    void whatCannotBeAskedForIsNotBack() throws Exception {
        OneList list = new OneList();
        SourceRow refused = new SourceRow("b", "b", null, null, Reason.UNAUTHORIZED, "refused");
        assertThat(list.read(SourceRow.of("a", "a", NOON, null), SourceRow.of("b", "b", NOON, null)))
                .hasSize(3);
        assertThat(list.read(SourceRow.of("a", "a", NOON, null), refused))
                .containsEntry("b", "unknown unauthorized: refused");
        String missing = "critical missing: is not in the list any more since 2026-11-20 12:00 UTC";
        assertThat(list.read(SourceRow.of("a", "a", NOON, null))).containsEntry("b", missing);

        list.at(NOON.plusSeconds(300));
        assertThat(list.read(SourceRow.of("a", "a", NOON, null), refused)).containsEntry("b", missing);
        assertThat(list.read(SourceRow.of("a", "a", NOON, null))).containsEntry("b", missing);
        assertThat(list.read(SourceRow.of("a", "a", NOON, null), SourceRow.unreadable("b", "b", "has no time")))
                .containsEntry("b", "unknown unreadable: has no time");
        assertThat(list.read(SourceRow.of("a", "a", NOON, null)))
                .containsEntry("b", "critical missing: is not in the list any more since 2026-11-20 12:05 UTC");
    }

    @Test
    void whatIsMissingForLongerThanForgetAfterIsForgotten() throws Exception {
        OneList list = new OneList().set("forget-after", "2d");
        list.ask(rows("a=3", "b=3"));
        list.ask(rows("a=3"));
        list.at(NOON.plus(Duration.ofDays(2)).plusSeconds(1));

        assertThat(list.ask(rows("a=3"))).containsOnlyKeys("events", "a", "b");
        assertThat(list.ask(rows("a=3"))).containsOnlyKeys("events", "a");
        assertThat(list.forgotten)
                .isEqualTo(Map.of("service/logs/events/b", "missing from its list for longer than forget-after"));
    }

    @Test
    void aClockThatLeapsForgetsNothing() throws Exception {
        OneList list = new OneList().set("forget-after", "2d");
        list.ask(rows("a=3", "b=3"));
        list.ask(rows("a=3"));
        for (int leap = 0; leap < 2; leap++) {
            list.at(NOON.plus(Duration.ofDays(400)));
            assertThat(list.ask(rows("a=3"))).containsKey("b");
            list.at(NOON.plusSeconds(60));
            assertThat(list.ask(rows("a=3"))).containsKey("b");
        }
        assertThat(list.forgotten).isEmpty();
    }

    /** An API that has renamed the field of its ids has not lost its sources. */
    @Test
    void whereRowsHaveNoIdNothingIsMissingOrForgotten() throws Exception {
        OneList list = new OneList().set("forget-after", "2d");
        list.ask(rows("a=3", "b=3", "c=3"));
        list.ask(rows("a=3", "b=3"));
        list.at(NOON.plus(Duration.ofDays(3)));
        String unknown = "unknown unreadable: is not in the list, where 2 of 2 rows have no usable id";

        assertThat(list.ask(rows("a=3", "b=3").replace("\"id\"", "\"key\"")))
                .isEqualTo(Map.of(
                        "events",
                        "unknown unreadable: 2 of 2 rows have no usable id",
                        "a",
                        unknown,
                        "b",
                        unknown,
                        "c",
                        unknown));
        assertThat(list.forgotten).isEmpty();
        assertThat(list.known(null).orElseThrow())
                .extracting(KnownSource::goneAt)
                .containsExactly(null, null, NOON);
    }

    @Test
    void whereRowsAreRepeatedOverSeveralPagesNothingIsMissing() throws Exception {
        OneList list = new OneList().set(Map.of("url", "https://logs.example/list?page={page}", "page-size", "2"));
        list.ask(call -> json(call.uri().getQuery().equals("page=0") ? rows("a=3", "b=3") : rows("c=3")));

        Map<String, String> moved = list.ask(call -> json(
                switch (call.uri().getQuery()) {
                    case "page=0" -> rows("a=3", "b=3");
                    case "page=1" -> rows("b=3", "d=3");
                    default -> rows();
                }));
        assertThat(moved)
                .containsEntry(
                        "c", "unknown unreadable: is not in the list, where rows are repeated over several pages");
        assertThat(list.known(null).orElseThrow())
                .extracting(KnownSource::goneAt)
                .containsOnlyNulls();

        assertThat(list.ask(call -> json(call.uri().getQuery().equals("page=0") ? rows("a=3", "b=3") : rows())))
                .hasEntrySatisfying("c", text -> assertThat(text).startsWith("critical missing"));
    }

    @Test
    void anEmptyListIsOneFindingAndNotOneForEachSource() throws Exception {
        OneList list = new OneList();
        list.ask(rows("a=3", "b=3"));

        assertThat(list.ask(rows()))
                .isEqualTo(Map.of(
                        "events", "critical silent: no event at all",
                        "a", "unknown unreadable: its list cannot be used: the list is empty",
                        "b", "unknown unreadable: its list cannot be used: the list is empty"));
    }

    @Test
    void whatIsLeftOutIsNotWatchedAndForgottenIfItWas() throws Exception {
        OneList list = new OneList();
        list.ask(rows("fw-1=3", "fw-2=3", "dc-1=3"));

        list.set("include", "fw-*").set("exclude", "fw-2, x");
        assertThat(list.ask(rows("fw-1=3", "fw-2=3", "dc-1=3"))).containsOnlyKeys("events", "fw-1");
        assertThat(list.forgotten).containsOnlyKeys("service/logs/events/fw-2", "service/logs/events/dc-1");
    }

    @Test
    void moreThanMaxIsSaidAndThoseThatAreKnownAreStillWatched() throws Exception {
        OneList list = new OneList().set("max", "3");
        list.ask(rows("a=3", "b=3"));

        assertThat(list.ask(rows("x=3", "a=3", "y=3", "z=3", "b=90")))
                .isEqualTo(Map.of(
                        "events",
                        "unknown unreadable: 2 sources more than the 3 that are watched, or twice as many that are"
                                + " remembered: set a larger max, or leave some out with exclude",
                        "a",
                        FRESH,
                        "x",
                        FRESH,
                        "b",
                        "critical stale: newest event is 90 min old (limit 1 h)"));
    }

    @Test
    void namesThatComeAndGoAreNotRememberedWithoutEnd() throws Exception {
        OneList list = new OneList().set("max", "2");
        for (int i = 0; i < 6; i++) {
            list.ask(rows("stays=3", "pod" + i + "=3"));
        }

        assertThat(list.ask(rows("stays=3", "pod6=3")))
                .hasSize(1 + 2 * 2)
                .containsEntry("stays", FRESH)
                .hasEntrySatisfying(
                        "events", text -> assertThat(text).startsWith("unknown unreadable: 1 sources more than"));
    }

    @Test
    void whatADatabaseRefusesIsNotStored() throws Exception {
        OneList list = new OneList();
        String rows = "{\"rows\": [{\"id\": \"a\\u0000\\ud800b\", \"t\": \"" + ago(3) + "\"}]}";

        assertThat(list.ask(rows)).containsEntry("a~00~uD800b", FRESH);
        assertThat(list.known(null).orElseThrow()).extracting(KnownSource::id).containsExactly("a  b");
        assertThat(list.kept).isEqualTo(1);
        list.ask(rows);
        assertThat(list.kept).isEqualTo(1);
    }

    @Test
    void withoutItsMemoryTheListIsUnknownAndNobodyIsAsked() throws Exception {
        OneList list = new OneList().away(true);

        assertThat(list.ask(rows("a=3")))
                .isEqualTo(Map.of("events", "unknown failed: cannot read which sources are known, see the log"));
        assertThat(list.calls).isEmpty();
    }

    @Test
    void aPathOfAnyFormFindsTheRows() throws Exception {
        String body = "{\"tables\": [{\"name\": \"x\", \"rows\": []}, {\"name\": \"PrimaryResult\", \"rows\":"
                + " [[\"fw\", \"" + ago(3) + "\"], [\"dc\", \"" + ago(3) + "\"]]}]}";
        Map<String, String> columns = Map.of("id", "$[0]", "time", "$[1]");

        for (String each : List.of(
                "$.tables[1].rows[*]",
                "$['tables'][1].rows",
                "$.tables[?(@.name == 'PrimaryResult')].rows[*]",
                "$..rows[*]")) {
            assertThat(new OneList().set(columns).set("each", each).ask(body))
                    .as(each)
                    .isEqualTo(Map.of("events", "ok up: 2 sources in the list", "fw", FRESH, "dc", FRESH));
        }
        assertThat(new OneList().set("each", "$[*]").ask("[{\"id\": \"a\", \"t\": \"" + ago(3) + "\"}]"))
                .containsEntry("a", FRESH);
    }

    @Test
    void pagesAreReadUntilOneIsNotFull() throws Exception {
        OneList list = new OneList()
                .set(Map.of(
                        "url", "https://logs.example/list?offset={from}&limit=2",
                        "headers", "Range: items={from}-{to}",
                        "page-size", "2",
                        "total", "$.all"));
        List<String> all = IntStream.range(0, 5).mapToObj(i -> "s" + i + "=3").toList();

        Map<String, String> outcomes = list.ask(call -> {
            int from = Integer.parseInt(call.uri().getQuery().replaceAll("offset=(\\d+).*", "$1"));
            String body = rows(all.subList(from, Math.min(5, from + 2)).toArray(String[]::new));
            return json(body.replace("{\"rows\"", "{\"all\": 5, \"rows\""));
        });

        assertThat(outcomes)
                .containsEntry("events", "ok up: 5 sources in the list")
                .hasSize(6);
        assertThat(list.calls)
                .extracting(call -> call.headers().get("Range"))
                .containsExactly("items=0-1", "items=2-3", "items=4-5");
    }

    @Test
    void aFullLastPageNeedsOneRequestMore() throws Exception {
        OneList list = new OneList().set(Map.of("url", "https://logs.example/list?page={page}", "page-size", "2"));

        assertThat(list.ask(call -> json(call.uri().getQuery().equals("page=0") ? rows("a=3", "b=3") : rows())))
                .containsEntry("events", "ok up: 2 sources in the list");
        assertThat(list.calls).hasSize(2);
    }

    @Test
    void aPlatformThatIgnoresThePageIsFoundOut() throws Exception {
        OneList list = new OneList().set(Map.of("url", "https://logs.example/list?page={page}", "page-size", "2"));

        assertThat(list.ask(rows("a=3", "b=3")))
                .isEqualTo(
                        Map.of("events", "unknown unreadable: a page repeats those before it: see page-size and next"));
        assertThat(list.calls).hasSize(2);
    }

    @Test
    void aPageThatFailsMakesTheListUnknown() throws Exception {
        OneList list = new OneList().set(Map.of("url", "https://logs.example/list?page={page}", "page-size", "2"));

        assertThat(list.ask(call ->
                        call.uri().getQuery().equals("page=0") ? json(rows("a=3", "b=3")) : reply(503, "", Map.of())))
                .isEqualTo(Map.of("events", "unknown failed: answered HTTP 503"));
    }

    @Test
    void aListThatIsCutOffByItsHeaderIsUnknown() throws Exception {
        assertThat(new OneList()
                        .ask(call -> reply(200, rows("a=3"), Map.of("content-range", List.of("items 0-0/238")))))
                .isEqualTo(Map.of("events", "unknown failed: list is cut off: 1 of 238 rows"));
    }

    static Stream<Arguments> nextPages() {
        return Stream.of(
                Arguments.of(
                        "link", "<https://logs.example/list?p=2>; rel=\"next\", <https://logs.example/>; rel=first"),
                Arguments.of("link", "<https://logs.example/>; rel=\"first\", </list?p=2>; title=\"a, b\"; rel=next"),
                Arguments.of("$.next", "/list?p=2"),
                Arguments.of("$.next", "https://logs.example/list?p=2"));
    }

    @ParameterizedTest
    @MethodSource("nextPages")
    void theNextPageIsWhereTheAnswerSays(String next, String where) throws Exception {
        OneList list = new OneList().set("next", next);

        Map<String, String> outcomes = list.ask(call -> {
            boolean first = call.uri().getQuery() == null;
            String body = first ? rows("a=3") : rows("b=3");
            return !first
                    ? json(body)
                    : next.equals("link")
                            ? reply(200, body, Map.of("link", List.of(where)))
                            : json(body.replace("{\"rows\"", "{\"next\": \"" + where + "\", \"rows\""));
        });

        assertThat(outcomes).containsOnlyKeys("events", "a", "b");
        assertThat(list.calls.get(1).uri()).hasToString("https://logs.example/list?p=2");
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(
            strings = {
                "https://evil.example/x",
                "http://logs.example/x",
                "https://logs.example:444/x",
                "file:///etc",
                ":"
            })
    void theNextPageOfAnotherHostIsNotAskedFor(String where) throws Exception {
        OneList list = new OneList().set("next", "$.next");

        assertThat(list.ask(rows("a=3").replace("{\"rows\"", "{\"next\": \"" + where + "\", \"rows\"")))
                .isEqualTo(Map.of(
                        "events", "unknown unreadable: the address of the next page is not one of the same host"));
        assertThat(list.calls).hasSize(1);
    }

    @Test
    void aListThatGoesOnForEverEnds() throws Exception {
        OneList list = new OneList().set("next", "$.next");
        int[] page = {0};

        assertThat(list.ask(call -> {
                    page[0]++;
                    return json(rows("s" + page[0] + "=3")
                            .replace("{\"rows\"", "{\"next\": \"/p" + page[0] + "\", \"rows\""));
                }))
                .isEqualTo(Map.of("events", "unknown failed: list has more than 200 pages"));
        assertThat(list.calls).hasSize(200);
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(ints = {401, 403})
    void aTokenIsAskedForOnceAndAgainWhenItIsRefused(int status) throws Exception {
        OneList list = new OneList()
                .secret("secret.login", "Basic dXNlcjpwYXNz")
                .set(Map.of(
                        "token-url", "https://logs.example/authenticate",
                        "token-headers", "Authorization: secret.login"));
        int[] tokens = {0};
        String[] good = {"t1"};
        OneList.Platform platform = call -> {
            if (call.uri().getPath().equals("/authenticate")) {
                return json("{\"data\": {\"token\": \"t" + ++tokens[0] + "\"}}");
            }
            boolean let = ("Bearer " + good[0]).equals(call.headers().get("Authorization"));
            return let ? json(rows("a=3")) : reply(status, "", Map.of());
        };

        assertThat(list.ask(platform)).containsEntry("a", FRESH);
        assertThat(list.ask(platform)).containsEntry("a", FRESH);
        assertThat(list.calls.stream().map(call -> call.method() + call.uri().getPath()))
                .containsExactly("POST/authenticate", "GET/list", "GET/list");
        assertThat(list.calls.get(0).headers()).containsEntry("Authorization", "Basic dXNlcjpwYXNz");

        good[0] = "t2";
        assertThat(list.ask(platform)).containsEntry("a", FRESH);
        good[0] = "another";
        assertThat(list.ask(platform)).containsEntry("events", "unknown unauthorized: answered HTTP " + status);
        assertThat(tokens[0]).isEqualTo(3);
    }

    static Stream<Arguments> badTokens() {
        return Stream.of(
                Arguments.of(
                        json("{\"data\": 7}"), "unknown unreadable: token: answer has no usable token (token-path)"),
                Arguments.of(
                        json("{\"access_token\": \"a\\r\\nX: y\"}"),
                        "unknown unreadable: token: answer has no usable token (token-path)"),
                Arguments.of(json("<html>"), "unknown unreadable: token: answer is not JSON"),
                Arguments.of(reply(400, "", Map.of()), "unknown unauthorized: token: answered HTTP 400"),
                Arguments.of(reply(401, "", Map.of()), "unknown unauthorized: token: answered HTTP 401"),
                Arguments.of(reply(500, "", Map.of()), "unknown failed: token: answered HTTP 500"));
    }

    @ParameterizedTest
    @MethodSource("badTokens")
    void withoutATokenNothingIsAsked(dev.freshwatch.http.Reply answer, String outcome) throws Exception {
        OneList list = new OneList().set("token-url", "https://login.example/token");

        assertThat(list.ask(call -> answer)).isEqualTo(Map.of("events", outcome));
        assertThat(list.calls).hasSize(1);
    }

    @Test
    void aFaultOfOursIsUnknownForEachSource() throws Exception {
        OneList list = new OneList();
        list.ask(rows("a=3"));

        assertThat(list.ask(call -> {
                    throw new IllegalStateException("of a test");
                }))
                .containsEntry(
                        "events", "unknown failed: the check failed because of a fault in Freshwatch, see the log")
                .hasEntrySatisfying(
                        "a", text -> assertThat(text).startsWith("unknown failed: its list cannot be used"));
    }

    @Test
    void aHundredThousandRowsThatAreNotWatchedAreOnlyCounted() throws Exception {
        String rows = IntStream.range(0, 100_000)
                .mapToObj(i -> "{\"id\": \"x" + i + "\"}")
                .collect(Collectors.joining(",", "{\"rows\": [", "]}"));
        assertThat(new OneList().set("exclude", "x*").ask(rows))
                .isEqualTo(Map.of(
                        "events", "unknown unreadable: none of its 100000 rows is wanted: see include and exclude"));
    }

    static Stream<Arguments> badParameters() {
        return Stream.of(
                Arguments.of("each", "", "each: is missing: write where the rows are, such as $.hits[*]"),
                Arguments.of("each", "$..[", "each: '$..[' is not a JSONPath"),
                Arguments.of("id", "", "id: is missing: write where a row has its id, such as $.name"),
                Arguments.of("time", "", "time: is missing: write where a row has its time"),
                Arguments.of("limits", "fw-*", "limits: 'fw-*' has a part without '=': write it like"),
                Arguments.of("limits", "*=/", "limits: '*=/' has a part without a limit: write it like fw-*=5m/10m"),
                Arguments.of("limits", "*=5", "limits: '*=5' is not a duration: add a unit"),
                Arguments.of(
                        "limits", "*=5h/1h", "limits: '*=5h/1h' has a warning that does not come before its error"),
                Arguments.of("include", ", ,", "include: ',' names nothing: write globs".replace("','", "', ,'")),
                Arguments.of("max", "0", "max: '0' is not a number from 1 to 10000: write 1000"),
                Arguments.of("max", "all", "max: 'all' is not a number from 1 to 10000: write 1000"),
                Arguments.of("forget-after", "1", "forget-after: '1' is not a duration: add a unit"),
                Arguments.of("max-bytes", "1GB", "max-bytes: '1GB' is not a size from 1kB to 64MB: write 4MB"),
                Arguments.of("max-bytes", "65MB", "max-bytes: '65MB' is not a size from 1kB to 64MB: write 4MB"),
                Arguments.of("page-size", "100", "page-size: has no effect: write {from}, {to} or {page}"),
                Arguments.of("url", "https://logs.example/{from}", "page-size: is missing: write how many rows"),
                Arguments.of("next", "$..[", "next: '$..[' is not a JSONPath"),
                Arguments.of("token-body", "x", "token-body: needs token-url: write the address that gives a token"),
                Arguments.of("token-url", "https://u:p@x.example/", "token-url: the value contains a user"),
                Arguments.of("timeout", "5m", "timeout: 5m is not shorter than every (5m)"),
                Arguments.of("error-after", "", "error-after: is missing: write how old the newest may be"));
    }

    @ParameterizedTest
    @MethodSource("badParameters")
    void aBadParameterIsAFaultThatSaysWhatToWrite(String name, String value, String fault) {
        assertThat(new OneList().set(name, value).faults())
                .hasSize(1)
                .first()
                .asString()
                .startsWith(fault);
    }

    @Test
    void limitsMustHoldForEverySource() {
        OneList list = new OneList().set("limits", "fw-*=5m/10m").set("error-after", "");

        assertThat(list.faults())
                .containsExactly(
                        "limits: does not say what holds for all others: let it end in *=30m/2h, or set error-after");
        assertThat(list.set("limits", "fw-*=5m/10m\n*=2h").faults()).isEmpty();
    }

    @Test
    void aTokenHeaderMustHoldTheToken() {
        OneList list =
                new OneList().set("token-url", "https://x.example/").set("token-header", "Authorization: Bearer");

        assertThat(list.faults())
                .containsExactly("token-header: 'Authorization: Bearer' is not a header with a token: write"
                        + " it like Authorization: Bearer {token}");
    }
}
