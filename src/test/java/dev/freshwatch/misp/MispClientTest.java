package dev.freshwatch.misp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.http.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MispClientTest {

    private final OneMisp misp = new OneMisp();

    private static Reply published(Object time) {
        ArrayNode list = (ArrayNode) Samples.json("events_index_newest_full");
        ((ObjectNode) list.get(0)).putPOJO("publish_timestamp", time);
        return Samples.reply(list);
    }

    private static Reply ending(String sample, Instant end) {
        Reply reply = Samples.reply(sample);
        Map<String, List<String>> headers = new HashMap<>(reply.headers());
        headers.put("x-auth-key-expiration", List.of(end.toString().replace("Z", "+00:00")));
        return new Reply(reply.status(), headers, reply.body(), reply.elapsed());
    }

    private static Reply late(Duration elapsed) {
        Reply reply = Samples.reply("events_index_newest_full");
        return new Reply(reply.status(), reply.headers(), reply.body(), elapsed);
    }

    @Test
    void asksOnceForEachCheckAndShowsEachKeyOnlyWhereItBelongs() {
        misp.cycle();

        assertThat(misp.calls)
                .extracting(call -> call.method() + " " + call.uri())
                .containsExactly(
                        "GET https://misp.example/users/login",
                        "GET https://misp.example" + EventIndex.PATH,
                        "GET https://misp.example/servers/getWorkers");
        assertThat(misp.calls.get(0).headers()).isEqualTo(Map.of("Accept", "text/html"));
        assertThat(misp.calls.get(1).headers())
                .isEqualTo(Map.of("Accept", "application/json", "Authorization", OneMisp.KEY));
        assertThat(misp.calls.get(2).headers())
                .isEqualTo(Map.of("Accept", "application/json", "Authorization", OneMisp.ADMIN_KEY));
    }

    @ParameterizedTest
    @CsvSource({
        "ping,''",
        "page,/users/login",
        "rest," + EventIndex.PATH,
        "events," + EventIndex.PATH,
        "workers,/servers/getWorkers"
    })
    void asksOnlyWhatIsWanted(String what, String path) {
        CheckId wanted = CheckId.of("misp", "intel", what);
        MispCycle cycle = misp.client().openCycle(Duration.ofSeconds(60), CheckFilter.of(List.of(wanted.value())));
        List<Answer> parts = new java.util.ArrayList<>(misp.client().checkLoginPage(cycle));
        parts.addAll(misp.client().checkRest(cycle));
        parts.addAll(misp.client().checkWorkers(cycle));

        List<Answer> answers = misp.client().collectAnswers(cycle, parts);

        boolean isThere = !what.equals("ping");
        assertThat(answers)
                .extracting(answer -> answer.question().check())
                .isEqualTo(isThere ? List.of(wanted) : List.of());
        assertThat(misp.calls).extracting(call -> call.uri().getPath()).isEqualTo(isThere ? List.of(path) : List.of());
    }

    @Test
    void everyQuestionHasAnAnswerWhereNothingCame() {
        MispCycle cycle = misp.client().openCycle();

        assertThat(misp.client().collectAnswers(cycle, null)).hasSize(5).allSatisfy(answer -> assertThat(
                        answer.observation())
                .isInstanceOfSatisfying(
                        dev.freshwatch.freshness.Observation.Unanswered.class,
                        unanswered -> assertThat(unanswered.cause()).isEqualTo(Reason.TIMEOUT)));
    }

    @Test
    void lateIsSlowAndThenDownByOneMeasurement() {
        assertThat(outcome(late(Duration.ofMillis(5_000)))).isEqualTo("ok up");
        assertThat(outcome(late(Duration.ofMillis(5_001)))).isEqualTo("warning slow");
        assertThat(outcome(late(Duration.ofMillis(10_000)))).isEqualTo("warning slow");
        assertThat(outcome(late(Duration.ofMillis(10_001)))).isEqualTo("critical down");
    }

    private String outcome(Reply index) {
        return OneMisp.outcome(misp.answer(EventIndex.PATH, index).cycle().get("rest"));
    }

    @Test
    void theAgeOfTheNewestPublicationIsTakenAgainstOurClock() {
        long now = OneMisp.START.getEpochSecond();
        misp.answer(EventIndex.PATH, published(String.valueOf(now - 3600)));
        Finding fresh = misp.cycle().get("events");
        assertThat(OneMisp.outcome(fresh)).isEqualTo("ok fresh");
        assertThat(fresh.age()).isEqualTo(Duration.ofHours(1));

        assertThat(events(published(now - 86_401))).isEqualTo("critical stale");
        assertThat(events(published(now + 30))).isEqualTo("ok fresh");
        assertThat(events(published(now + 61))).isEqualTo("warning future");
        assertThat(events(published("0"))).isEqualTo("critical silent");
        assertThat(events(Samples.reply("index_published_since_none"))).isEqualTo("critical silent");
        assertThat(events(Samples.reply("events_index_newest_published_min"))).isEqualTo("unknown unreadable");
        assertThat(events(published("yesterday"))).isEqualTo("unknown unreadable");
        assertThat(events(published("99999999999999999999"))).isEqualTo("unknown unreadable");
        assertThat(events(Samples.reply("index_db_down"))).isEqualTo("unknown failed");
        assertThat(events(Samples.reply("maintenance_user_index"))).isEqualTo("unknown maintenance");
    }

    private String events(Reply index) {
        return OneMisp.outcome(misp.answer(EventIndex.PATH, index).cycle().get("events"));
    }

    @Test
    void theNearestEndOfTheTwoKeysCounts() {
        Instant now = OneMisp.START;
        assertThat(misp.cycle().get("key").text()).isEqualTo("no end dates of the keys are known");
        misp.answer(EventIndex.PATH, ending("events_index_newest_full", now.plus(Duration.ofDays(30))));
        assertThat(misp.cycle().get("key").text()).isEqualTo("key ends in 30 d");

        misp.answer(WorkersReading.PATH, ending("workers_all_ok", now.plus(Duration.ofDays(13))));
        Finding soon = misp.cycle().get("key");
        assertThat(OneMisp.outcome(soon)).isEqualTo("warning expiring");
        assertThat(soon.text()).isEqualTo("admin key ends in 13 d (limit 14 d)");
        assertThat(soon.name()).isEqualTo("intel key");

        misp.answer(WorkersReading.PATH, ending("workers_background_jobs_off", now.plus(Duration.ofDays(20))));
        assertThat(OneMisp.outcome(misp.cycle().get("key"))).isEqualTo("ok up");
        misp.answer(WorkersReading.PATH, Samples.reply("workers_db_down"));
        assertThat(misp.cycle().get("key").text()).isEqualTo("admin key ends in 20 d");
    }

    @Test
    void aKeyWithAWeakRoleIsAKeyAllTheSame() {
        misp.answer(WorkersReading.PATH, Samples.reply("role_user_getWorkers"));

        assertThat(OneMisp.outcome(misp.cycle().get("key"))).isEqualTo("ok up");
    }

    @Test
    void aRefusedKeyIsShownLessAndLessOftenAndTheOtherOneGoesOn() {
        misp.answer(EventIndex.PATH, Samples.reply("auth_bad_key"));
        int cycles = 48;
        for (int i = 0; i < cycles; i++) {
            Map<String, Finding> findings = misp.cycle();
            assertThat(OneMisp.outcome(findings.get("rest"))).isEqualTo("unknown unauthorized");
            assertThat(findings.get("rest").text())
                    .contains("misp.intel.key is unknown")
                    .doesNotContain(OneMisp.KEY);
            assertThat(OneMisp.outcome(findings.get("workers"))).isEqualTo("ok up");
            misp.pass(Duration.ofMinutes(5));
        }
        // after 10, 20, 30, 30 … min
        assertThat(calls(EventIndex.PATH)).isEqualTo(9);
        assertThat(calls(WorkersReading.PATH)).isEqualTo(cycles);

        misp.answer(EventIndex.PATH, Samples.reply("events_index_newest_full"));
        misp.pass(Duration.ofMinutes(30));
        assertThat(OneMisp.outcome(misp.cycle().get("rest"))).isEqualTo("ok up");
        assertThat(OneMisp.outcome(misp.cycle().get("rest"))).isEqualTo("ok up");
    }

    @Test
    void aRoleThatIsTooWeakIsNoReasonToAskLess() {
        misp.answer(WorkersReading.PATH, Samples.reply("role_user_getWorkers"));
        misp.cycle();
        misp.cycle();

        assertThat(calls(WorkersReading.PATH)).isEqualTo(2);
    }

    private long calls(String path) {
        return misp.calls.stream()
                .filter(call -> call.uri().getRawPath().equals(path))
                .count();
    }

    @Test
    void redirectsOfThePageAreFollowedOnTheSameHostOnly() {
        misp.answer("/users/login", redirect("/sso/start"));
        misp.answer("/sso/start", redirect("https://MISP.example:443/sso/form?next=%2F"));
        misp.answer("/sso/form", Samples.reply("login_page"));
        assertThat(OneMisp.outcome(misp.cycle().get("page"))).isEqualTo("ok up");

        assertThat(page("https://idp.example/login?token=secret"))
                .isEqualTo("critical down redirected to another address: https://idp.example");
        assertThat(page("http://misp.example/users/login"))
                .isEqualTo("critical down redirected to another address: http://misp.example");
        assertThat(page("https://misp.example:8443/"))
                .isEqualTo("critical down redirected to another address: https://misp.example:8443");
        assertThat(page("https://misp.example@evil.example/"))
                .isEqualTo("critical down redirected to another address: https://evil.example");
        assertThat(page("//evil.example/users/login"))
                .isEqualTo("critical down redirected to another address: https://evil.example");
        assertThat(page("mailto:root")).isEqualTo("critical down redirected without a usable address (HTTP 302)");
        assertThat(page("")).isEqualTo("critical down redirected without a usable address (HTTP 302)");
        assertThat(page("/users/login")).isEqualTo("critical down more than 5 redirects");
    }

    private String page(String location) {
        Finding finding =
                misp.answer("/users/login", redirect(location)).cycle().get("page");
        return OneMisp.outcome(finding) + " " + finding.text();
    }

    private static Reply redirect(String location) {
        return new Reply(302, Map.of("location", List.of(location)), new byte[0], Duration.ofMillis(5));
    }

    @Test
    void aPageThatRedirectsCanBeWhatIsWanted() {
        misp.page("/", "Login", 302).answer("/", redirect("https://idp.example/"));

        assertThat(OneMisp.outcome(misp.cycle().get("page"))).isEqualTo("ok up");
    }

    @ParameterizedTest
    @CsvSource({
        ", 9999, ok up",
        ", 10000, ok up",
        ", 10001, critical down",
        "3, 3000, ok up",
        "3, 3001, warning slow",
        "3, 10001, critical down"
    })
    void aPageThatIsLateIsSlowOrDown(Long slowAfter, long millis, String outcome) {
        Reply page = Samples.reply("login_page");
        misp.slowPageAfter(slowAfter == null ? null : Duration.ofSeconds(slowAfter))
                .answer(
                        "/users/login",
                        new Reply(page.status(), page.headers(), page.body(), Duration.ofMillis(millis)));

        assertThat(OneMisp.outcome(misp.cycle().get("page"))).startsWith(outcome);
    }

    @Test
    void theTextOfThePageIsCaseSensitive() {
        misp.answer("/users/login", Samples.reply(200, "text/html", "<html>login LOGIN</html>"));

        assertThat(misp.cycle().get("page").text()).isEqualTo("the text 'Login' is not in the page");
    }

    @Test
    void aCycleWithoutTimeIsOursAndNotMisps() {
        MispCycle cycle = misp.client().openCycle(Duration.ofSeconds(1), CheckFilter.ALL);
        misp.pass(Duration.ofSeconds(2));

        assertThat(misp.client().checkRest(cycle))
                .extracting(answer -> ((dev.freshwatch.freshness.Observation.Unanswered) answer.observation()).cause())
                .containsOnly(Reason.TIMEOUT);
        assertThat(misp.calls).isEmpty();
    }
}
