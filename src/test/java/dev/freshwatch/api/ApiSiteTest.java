package dev.freshwatch.api;

import static dev.freshwatch.page.WatchedStore.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshwatch.alert.Kind;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.outbox.Notices;
import dev.freshwatch.page.WatchedStore;
import dev.freshwatch.web.WebRequest;
import dev.freshwatch.web.WebResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiSiteTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final CheckId RECEIVER = new CheckId("esm/soc/events/144116287587483648");
    private static final CheckId WORKERS = new CheckId("misp/intel/workers");
    private static final CheckId GONE = new CheckId("esm/old/alarms");
    private static final Duration EVERY = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    private WatchedStore watched;
    private ApiSite site;

    @BeforeEach
    void open() {
        watched = new WatchedStore(folder);
        site = new ApiSite(watched::view, new SpanList(RECEIVER, GONE));
    }

    @AfterEach
    void close() {
        watched.close();
    }

    private static Finding finding(CheckId check, String name, State state, String text) {
        return new Finding(
                check,
                name,
                name,
                state,
                state == State.OK ? Reason.FRESH : Reason.STALE,
                text,
                NOW.minusSeconds(2820),
                Duration.ofSeconds(2820),
                new Limits(null, Duration.ofMinutes(20)),
                NOW.minusSeconds(5),
                Duration.ofMillis(120));
    }

    private static Finding stale(String name) {
        return finding(RECEIVER, name, State.CRITICAL, "newest event is 47 min old (limit 20 min)");
    }

    private static Finding good() {
        return finding(WORKERS, "intel workers", State.OK, "7 good workers in 5 queues");
    }

    private WebResponse ask(String target) {
        Map<String, String> query = new HashMap<>();
        String[] parts = target.split("\\?", 2);
        if (parts.length > 1) {
            for (String one : parts[1].split("&")) {
                String[] pair = one.split("=", 2);
                query.put(pair[0], pair[1]);
            }
        }
        return site.answer(new WebRequest("GET", parts[0], query, Map.of(), new byte[0]));
    }

    private JsonNode get(String target) throws Exception {
        WebResponse answer = ask(target);
        assertThat(answer.status()).as(text(answer)).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo("application/json");
        return JSON.readTree(answer.body());
    }

    private static String text(WebResponse answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private String fault(String target, int status) throws Exception {
        WebResponse answer = ask(target);
        assertThat(answer.status()).as(text(answer)).isEqualTo(status);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("type").asText()).isEqualTo("about:blank");
        return problem.path("detail").asText();
    }

    @Test
    void checksAreToldBadOnesFirstWithWhatIsOpenSilencedAndAcknowledged() throws Exception {
        watched.look(good(), EVERY)
                .look(stale("ERC-1 events"), EVERY, false)
                .problem(stale("ERC-1 events"), "e1", NOW.minusSeconds(1620), State.CRITICAL)
                .silence("misp/*", NOW.plusSeconds(60), "upgrade", "anna");

        JsonNode checks = get("/api/checks");
        assertThat(checks.fieldNames())
                .toIterable()
                .as("a constant answer as long as nothing changes")
                .containsExactly("checks", "unseen");
        assertThat(checks.path("checks"))
                .extracting(check -> check.path("check").asText())
                .containsExactly(RECEIVER.value(), WORKERS.value());
        assertThat(checks.path("checks").path(0))
                .isEqualTo(
                        JSON.readTree(
                                """
                                {"check":"esm/soc/events/144116287587483648","name":"ERC-1 events","state":"critical",
                                "reason":"stale","message":"ERC-1 events: newest event is 47 min old (limit 20 min)",
                                "lastActivity":"2026-11-20T01:27:11Z","ageSeconds":2820,"warnAfterSeconds":null,
                                "errorAfterSeconds":1200,"observedAt":"2026-11-20T02:14:06.000Z","responseMillis":120,
                                "confirmed":false,"everySeconds":600,"nextLookAt":"2026-11-20T02:24:06Z",
                                "since":"2026-11-20T01:47:11Z","silenced":null,"acknowledged":null}"""));
        assertThat(checks.path("checks").path(1).path("silenced"))
                .isEqualTo(
                        JSON.readTree("{\"until\":\"2026-11-20T02:15:11Z\",\"by\":\"anna\",\"reason\":\"upgrade\"}"));
        assertThat(checks.path("checks").path(1).path("since").isNull()).isTrue();
    }

    /** Unknown is not ok: what was ok long ago is not known now. */
    @Test
    void aCheckThatWasNotLookedAtForLongIsUnknown() throws Exception {
        watched.look(good(), EVERY);
        watched.now = NOW.plus(Duration.ofMinutes(21));

        JsonNode check = get("/api/checks").path("checks").path(0);
        assertThat(check.path("state").asText()).isEqualTo("unknown");
        assertThat(check.path("reason").asText()).isEqualTo("timeout");
        assertThat(get("/api/checks/" + WORKERS).path("check")).isEqualTo(check);
    }

    @Test
    void oneCheckIsExplained() throws Exception {
        watched.look(good(), EVERY)
                .look(stale("ERC-1 events"), EVERY)
                .problem(stale("ERC-1 events"), "e1", NOW.minusSeconds(1620), State.CRITICAL)
                .notice("n1", stale("ERC-1 events"), "e1", Kind.PROBLEM, NOW.minusSeconds(1620))
                .delivery("n1", "mail", "delivered", 1, NOW.minusSeconds(1619), null);

        JsonNode check = get("/api/checks/" + RECEIVER);
        assertThat(check.path("check"))
                .isEqualTo(get("/api/checks").path("checks").path(0));
        assertThat(check.path("problem").path("episode").asText()).isEqualTo("e1");
        assertThat(check.path("told").path(0).path("sink").asText()).isEqualTo("mail");
        assertThat(check.path("watch").asText()).isEqualTo("running");
        assertThat(check.path("next")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "esm/soc/events/1",
                "ERC-1 events",
                "esm/soc/events/*",
                "esm/soc/events/144116287587483648/",
                "<script>",
                "/"
            })
    void onlyTheWholeIdOfACheckNamesIt(String id) throws Exception {
        watched.look(stale("ERC-1 events"), EVERY);

        assertThat(fault("/api/checks/" + id, 404))
                .isEqualTo("there is no check with the id '" + id + "'; /api/checks lists those that there are");
        assertThat(fault("/api/history/" + id, 404)).contains("there is no check with the id '" + id + "'");
    }

    @Test
    void noticesAreToldWithWhatBecameOfThem() throws Exception {
        watched.notice("n1", stale("ERC-1 events"), "e1", Kind.PROBLEM, NOW.minusSeconds(60))
                .delivery("n1", "mail", "delivered", 1, NOW.minusSeconds(59), null)
                .delivery("n1", "webhook", "pending", 2, NOW.minusSeconds(50), "HTTP 503");

        assertThat(get("/api/notices"))
                .isEqualTo(
                        JSON.readTree(
                                """
                                {"notices":[{"id":"n1","kind":"problem","episode":"e1","since":"2026-11-20T02:13:11Z",
                                "madeAt":"2026-11-20T02:13:11Z","group":null,"check":{
                                "check":"esm/soc/events/144116287587483648","name":"ERC-1 events","state":"critical",
                                "reason":"stale","message":"ERC-1 events: newest event is 47 min old (limit 20 min)",
                                "lastActivity":"2026-11-20T01:27:11Z","ageSeconds":2820,"warnAfterSeconds":null,
                                "errorAfterSeconds":1200,"observedAt":"2026-11-20T02:14:06.000Z","responseMillis":120},
                                "members":[],"memberCount":0,"deliveries":[
                                {"sink":"mail","outcome":"delivered","attempts":1,"settledAt":"2026-11-20T02:13:12Z",
                                "retryAt":null,"failure":null},
                                {"sink":"webhook","outcome":"pending","attempts":2,"settledAt":null,
                                "retryAt":"2026-11-20T02:15:57Z","failure":"HTTP 503"}]}],"next":null}"""));
    }

    @Test
    void ofANoticeOfVeryManyChecksTheFirstAreListedAndAllCounted() throws Exception {
        watched.notice(Notices.group("n1", Kind.PROBLEM, Collections.nCopies(1_234, good())));

        JsonNode notice = get("/api/notices").path("notices").path(0);
        assertThat(notice.path("members")).hasSize(200);
        assertThat(notice.path("memberCount").asInt()).isEqualTo(1_234);
    }

    private List<String> ids(String query) throws Exception {
        List<String> ids = new ArrayList<>();
        get("/api/notices" + query)
                .path("notices")
                .forEach(notice -> ids.add(notice.path("id").asText()));
        return ids;
    }

    @ParameterizedTest
    @CsvSource({
        "'', n3 n2 n1",
        "?check=esm/*, n3 n1",
        "?check=intel workers, n2",
        "?kind=recovery, n3",
        "?sink=mail, n1",
        "?episode=e1, n3 n1",
        "?from=2026-11-20T02:13:21Z, n3 n2",
        "?from=2026-11-20T03:13:21%2B01:00, n3 n2",
        "?from=1795140801000, n3 n2",
        "?to=2026-11-20T02:13:21Z, n1",
        "?from=2026-11-20T02:13:21Z&to=2026-11-20T02:13:31Z, n2",
        "?limit=2, n3 n2",
        "?sink=none, ''"
    })
    void noticesAreChosen(String query, String found) throws Exception {
        watched.notice("n1", stale("ERC-1 events"), "e1", Kind.PROBLEM, NOW.minusSeconds(60))
                .delivery("n1", "mail", "delivered", 1, NOW.minusSeconds(59), null)
                .notice("n2", good(), "e2", Kind.HEALED, NOW.minusSeconds(50))
                .notice("n3", stale("ERC-1 events"), "e1", Kind.RECOVERY, NOW.minusSeconds(40));

        assertThat(String.join(" ", ids(query.replace("%2B", "+")))).isEqualTo(found);
    }

    @Test
    void aListGoesOnWhereItEnded() throws Exception {
        for (int i = 10; i < 20; i++) {
            watched.notice("n" + i, good(), "e", Kind.REMINDER, NOW.minusSeconds(60));
        }

        assertThat(ids("?limit=4")).containsExactly("n19", "n18", "n17", "n16");
        String next = get("/api/notices?limit=4").path("next").asText();
        assertThat(ids("?limit=4&after=" + next)).containsExactly("n15", "n14", "n13", "n12");
        String last = get("/api/notices?limit=4&after=" + next).path("next").asText();
        JsonNode rest = get("/api/notices?limit=4&after=" + last);
        assertThat(rest.path("notices")).hasSize(2);
        assertThat(rest.path("next").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/checks?state=ok | state is not known here: leave it out",
                "/api/checks/esm/soc/alarms?x=y | x is not known here: leave it out",
                "/api/notices?kinds=x | kinds is not known here: use check, kind, sink, episode, from, to, limit, after",
                "/api/notices?check= | check is empty: leave it out, or write what to look for",
                "/api/notices?kind=PROBLEM | kind 'PROBLEM' is none of change, drill, healed, problem, recovery, reminder",
                "/api/notices?limit=0 | limit '0' is not a whole number from 1 to 1000",
                "/api/notices?limit=1001 | limit '1001' is not a whole number from 1 to 1000",
                "/api/notices?limit=99999999999999999999 | limit '99999999999999999999' is not a whole number from 1 to 1000",
                "/api/notices?limit=-1 | limit '-1' is not a whole number from 1 to 1000",
                "/api/notices?after=1 | after is not what 'next' of an earlier answer said: leave it out to begin with the newest",
                "/api/notices?from=yesterday | from 'yesterday' is not a time: write 2026-11-20T17:00:00Z, or milliseconds since 1970 in UTC",
                "/api/notices?to=+999999999-01-01T00:00:00Z | to '+999999999-01-01T00:00:00Z' is not a time: write 2026-11-20T17:00:00Z, or milliseconds since 1970 in UTC",
                "/api/notices?to=999999999999999 | to '999999999999999' is not a time: write 2026-11-20T17:00:00Z, or milliseconds since 1970 in UTC",
                "/api/notices?to=1969-12-31T23:59:59Z | to '1969-12-31T23:59:59Z' is not a time: write 2026-11-20T17:00:00Z, or milliseconds since 1970 in UTC",
                "/api/history/esm/soc/alarms?step=5 | step '5' is not a duration: add a unit: 5s, 5m, 5h or 5d",
                "/api/history/esm/soc/alarms?step=0s | step '0s' is zero: write at least 1s",
                "/api/history/esm/soc/alarms?step=10s | step of 10s would make more than 2000 spans of this time: write at least 44s",
                "/api/history/esm/soc/alarms?from=2000-01-01T00:00:00Z&step=1h | step of 3600s would make more than 2000 spans of this time: write at least 424229s",
                "/api/history/esm/soc/alarms?from=2026-11-21T00:00:00Z | from (2026-11-21T00:00:00Z) is not before 'to' (2026-11-20T02:14:11Z)",
                "/api/history/esm/soc/alarms?from=2026-11-20T00:00:00Z&to=2026-11-20T00:00:00Z | from (2026-11-20T00:00:00Z) is not before 'to' (2026-11-20T00:00:00Z)",
                "/api/history/esm/soc/alarms?to=0 | from (1969-12-31T00:00:00Z) is before 1970",
            })
    void whatCannotBeReadIsToldWithWhatToWrite(String target, String detail) throws Exception {
        assertThat(fault(target, 400)).isEqualTo(detail);
    }

    @Test
    void aParameterThatIsTooLongIsRefused() throws Exception {
        assertThat(fault("/api/notices?check=" + "x".repeat(257), 400))
                .isEqualTo("check is longer than 256 characters");
    }

    @Test
    void historyIsToldStepByStep() throws Exception {
        watched.look(stale("ERC-1 events"), EVERY);

        JsonNode day = get("/api/history/" + RECEIVER);
        assertThat(day.path("from").asText()).isEqualTo("2026-11-19T02:14:11Z");
        assertThat(day.path("to").asText()).isEqualTo("2026-11-20T02:14:11Z");
        assertThat(day.path("step").asInt()).isEqualTo(300);
        assertThat(day.path("spans")).hasSize(288);
        JsonNode few = get("/api/history/" + RECEIVER + "?from=2026-11-20T00:00:00Z&to=2026-11-20T01:00:00Z&step=25m");
        assertThat(few.path("name").asText()).isEqualTo("ERC-1 events");
        assertThat(few.path("spans"))
                .extracting(span ->
                        span.path("start").asText() + " " + span.path("end").asText())
                .containsExactly(
                        "2026-11-20T00:00:00Z 2026-11-20T00:25:00Z",
                        "2026-11-20T00:25:00Z 2026-11-20T00:50:00Z",
                        "2026-11-20T00:50:00Z 2026-11-20T01:00:00Z");
        assertThat(few.path("spans").path(0).path("age").path("p95").asInt()).isEqualTo(42);
    }

    @Test
    void exactlyTwoThousandSpansAreToldAndOneMoreIsNot() throws Exception {
        watched.look(stale("ERC-1 events"), EVERY);
        String from = "/api/history/" + RECEIVER + "?from=2026-11-20T00:00:00Z&step=1s&to=2026-11-20T00:33:";

        assertThat(get(from + "20Z").path("spans")).hasSize(2000);
        assertThat(fault(from + "20.001Z", 400)).contains("more than 2000 spans", "at least 2s");
    }

    @Test
    void aCheckThatIsGoneHasItsHistoryStill() throws Exception {
        assertThat(get("/api/history/" + GONE + "?step=1h").path("name").isNull())
                .isTrue();
        assertThat(fault("/api/history/" + WORKERS, 404)).contains("there is no check");
        watched.look(good(), EVERY);
        assertThat(get("/api/history/" + WORKERS + "?step=1h").path("spans")).hasSize(24);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api", "/api/", "/api/check", "/api/notices/", "/api/notices/n1", "/", "/checks", "/apix"})
    void thereIsNothingElse(String path) {
        assertThat(ask(path)).isNull();
    }

    /** One rule for programs and people: what was looked at too long ago is unknown, and its problem stays open. */
    @Test
    void aBadLookThatIsTooOldIsUnknownAndItsProblemOpen() throws Exception {
        watched.look(stale("ERC-1 events"), EVERY)
                .problem(stale("ERC-1 events"), "e1", NOW.minusSeconds(300), State.CRITICAL);
        watched.now = NOW.plus(Duration.ofMinutes(25));

        JsonNode check = get("/api/checks").path("checks").path(0);
        assertThat(check.path("state").asText()).isEqualTo("unknown");
        assertThat(check.path("reason").asText()).isEqualTo("timeout");
        assertThat(check.path("since").asText()).isEqualTo("2026-11-20T02:09:11Z");
        WebResponse badge = new BadgeSite(watched::view)
                .answer(new WebRequest("GET", "/badge/" + RECEIVER.value() + ".svg", Map.of(), Map.of(), new byte[0]));
        assertThat(text(badge)).contains("unknown").doesNotContain("critical");
    }

    @Test
    void whatWasSeenWithinHalfAMinuteIsNotTooOld() throws Exception {
        watched.look(stale("ERC-1 events"), Duration.ofSeconds(2));
        watched.now = NOW.plusSeconds(24);
        assertThat(get("/api/checks").at("/checks/0/state").asText()).isEqualTo("critical");
        watched.now = NOW.plusSeconds(26);
        assertThat(get("/api/checks").at("/checks/0/state").asText()).isEqualTo("unknown");
    }
}
