package dev.freshwatch.esm;

import static dev.freshwatch.esm.ScriptedEsm.none;
import static dev.freshwatch.esm.ScriptedEsm.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshwatch.config.EsmSettings.Login;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.http.HttpCaller.Call;
import dev.freshwatch.http.NoAnswer;
import dev.freshwatch.platform.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logins, lost sessions and refusals, in scripted time. */
class EsmSessionTest {

    private static final EsmCall CLOCK = EsmCall.of("essmgtGetESSTime");

    private final FakeTime time = new FakeTime();
    private final ScriptedEsm esm = new ScriptedEsm(time);
    private final TestEsm settings = new TestEsm();

    private EsmSession session() {
        return new EsmSession(settings.settings(), esm, time);
    }

    private Deadline minute() {
        return Deadline.in(time, Duration.ofMinutes(1), "a test");
    }

    private static EsmException failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return org.assertj.core.api.Assertions.catchThrowableOfType(EsmException.class, call);
    }

    @Test
    void sendsWhatALoginWantsAndLaterWhatItGave() throws Exception {
        esm.always("x", text(200, ""));
        EsmSession session = session();
        assertThat(session.ready(minute())).isTrue();
        assertThat(session.ready(minute())).isFalse();
        session.call(CLOCK, minute());
        session.call(EsmCall.of("x").body(apiVersion -> EsmJson.object()).withoutAnswer(), minute());
        Call login = esm.calls("login").get(0);
        assertThat(login.method()).isEqualTo("POST");
        assertThat(login.uri()).hasToString("http://esm.example/rs/esm/login");
        assertThat(login.headers())
                .containsEntry("Content-Type", "application/json")
                .doesNotContainKey("Cookie");
        assertThat(login.body())
                .isEqualTo(
                        "{\"username\":\"TkdDUA==\",\"password\":\"TWNhZmVlMTIzIQ==\",\"locale\":\"en_US\",\"os\":\"Win32\"}");
        Call clock = esm.calls("essmgtGetESSTime").get(0);
        assertThat(clock.headers())
                .containsEntry("Cookie", "JWTToken=a.b.1")
                .containsEntry("X-Xsrf-Token", "xsrf-1")
                .doesNotContainKey("Content-Type");
        assertThat(clock.body()).isNull();
        assertThat(session.tzId()).isEqualTo(26);
    }

    @Test
    void triesBothEncodingsOnceAndRemembersWhichWorked() throws Exception {
        esm.once("login", text(401, "Invalid username or password"));
        EsmSession session = session();
        session.ready(minute());
        esm.once("essmgtGetESSTime", text(401, ""));
        session.call(CLOCK, minute());
        assertThat(esm.calls("login"))
                .extracting(call -> call.body().contains("jwNLgaSY2PFsAjF87bRyPg=="))
                .containsExactly(false, true, true);
    }

    @ParameterizedTest
    @CsvSource({"BASE64, 1", "AES, 1", "AUTO, 2"})
    void triesRefusedCredentialsAgainOnlyAfterAGrowingPause(Login login, int tries) {
        settings.login = login;
        esm.always("login", text(401, "Invalid username or password"));
        EsmSession session = session();
        List<Long> minutes = new ArrayList<>();
        for (int minute = 0; minute < 200; minute++) {
            long before = esm.count("login");
            EsmException refused = failure(() -> session.ready(minute()));
            assertThat(refused.reason()).isEqualTo(Reason.UNAUTHORIZED);
            assertThat(refused)
                    .hasMessageContaining("HTTP 401")
                    .hasMessageContaining("esm.soc.username, esm.soc.password");
            if (esm.count("login") > before) {
                assertThat(esm.count("login") - before).isEqualTo(tries);
                minutes.add((long) minute);
            }
            time.pass(Duration.ofMinutes(1));
        }
        assertThat(minutes).containsExactly(0L, 1L, 3L, 7L, 15L, 31L, 61L, 91L, 121L, 151L, 181L);
    }

    @Test
    void findsTheOtherEncodingAfterAnUpgradeOfTheEsm() throws Exception {
        EsmSession session = session();
        session.ready(minute());
        esm.always(
                "login",
                call -> call.body().contains("TkdDUA==") ? text(401, "").to(call) : esm.login());
        esm.once("essmgtGetESSTime", text(401, ""));
        assertThat(failure(() -> session.call(CLOCK, minute())).reason()).isEqualTo(Reason.UNAUTHORIZED);
        assertThat(esm.count("login")).isEqualTo(2);
        time.pass(Duration.ofMinutes(1));
        session.ready(minute());
        assertThat(esm.count("login")).isEqualTo(3);
        session.call(CLOCK, minute());
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | text/plain       | bad                          | UNAUTHORIZED",
                "403 | text/plain       | locked                       | UNAUTHORIZED",
                "500 | text/plain       | Username and password cannot be null | UNAUTHORIZED",
                "200 | application/json | {}                           | UNAUTHORIZED",
                "200 | text/html        | <html>hello</html>           | UNREADABLE",
                "200 | application/json | {\"a                         | UNREADABLE",
                "200 | text/plain       | ''                           | UNREADABLE",
                "200 | text/html        | <p>maintenance</p>           | MAINTENANCE",
                "503 | text/plain       | in maintenance               | MAINTENANCE",
                "500 | text/plain       | Error processing request     | FAILED",
                "429 | text/plain       | slow down                    | OVERLOADED",
            })
    void tellsWhyThereIsNoSession(int status, String type, String body, Reason reason) {
        esm.always("login", call -> ScriptedEsm.reply(status, type, body));
        assertThat(failure(() -> session().ready(minute())).reason()).isEqualTo(reason);
    }

    @Test
    void logsInOnTheOtherSurfaceWhereTheFirstHasNoLogin() throws Exception {
        esm.once("login", text(404, "Not Found"));
        session().ready(minute());
        assertThat(esm.calls("login").get(1).uri()).hasPath("/rs/esm/v2/login");
    }

    @Test
    void usesTheOtherSurfaceFromThenOnWhereACommandIsNotThere() throws Exception {
        esm.always(
                "essmgtGetESSTime",
                call -> call.uri().getPath().contains("/v2/")
                        ? ScriptedEsm.json("\"2026-11-20T12:00:00Z\"")
                        : text(404, "Not Found").to(call));
        EsmSession session = session();
        session.ready(minute());
        session.call(CLOCK, minute());
        session.call(CLOCK, minute());
        assertThat(esm.count("essmgtGetESSTime")).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"401, ''", "500, ERROR_InvalidSession", "400, Issue validating session token."})
    void logsInOnceForALostSessionAndRepeatsTheCall(int status, String text) throws Exception {
        EsmSession session = session();
        session.ready(minute());
        esm.once("essmgtGetESSTime", text(status, text));
        session.call(CLOCK, minute());
        assertThat(esm.commands()).containsExactly("login", "essmgtGetESSTime", "login", "logout", "essmgtGetESSTime");
        assertThat(esm.calls("essmgtGetESSTime").get(1).headers()).containsEntry("Cookie", "JWTToken=a.b.2");
    }

    @Test
    void logsInOnceHoweverManyThreadsNoticeTheLoss() throws Exception {
        EsmSession session = session();
        session.ready(minute());
        CyclicBarrier all = new CyclicBarrier(8);
        esm.always("essmgtGetESSTime", call -> {
            if (!call.headers().get("Cookie").endsWith(".1")) {
                return ScriptedEsm.json("{}");
            }
            try {
                all.await();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            return text(401, "").to(call);
        });
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Future<EsmReply>> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                calls.add(pool.submit(() -> session.call(CLOCK, minute())));
            }
            for (Future<EsmReply> call : calls) {
                call.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(esm.count("login")).isEqualTo(2);
    }

    @Test
    void makesNoLoginPerCallWhereTheNewLoginFails() throws Exception {
        EsmSession session = session();
        session.ready(minute());
        esm.always("essmgtGetESSTime", text(401, ""));
        esm.always("login", none(NoAnswer.Kind.NOT_CONNECTED));
        for (int i = 0; i < 5; i++) {
            assertThat(failure(() -> session.call(CLOCK, minute())).reason()).isEqualTo(Reason.UNREACHABLE);
        }
        assertThat(esm.count("login")).isEqualTo(2);
        assertThat(session.failure().reason()).isEqualTo(Reason.UNREACHABLE);
    }

    @Test
    void takesARefusalRightAfterALoginForAMatterOfRights() throws Exception {
        EsmSession session = session();
        session.ready(minute());
        esm.always("alarmGetTriggeredAlarms", text(401, "no"));
        EsmCall alarms = EsmCall.of("alarmGetTriggeredAlarms");
        for (int i = 0; i < 5; i++) {
            EsmException refused = failure(() -> session.call(alarms, minute()));
            assertThat(refused.reason()).isEqualTo(Reason.UNAUTHORIZED);
            assertThat(refused).hasMessageContaining("right");
        }
        assertThat(esm.count("login")).isEqualTo(2);
        assertThat(esm.count("logout")).as("the session that was not lost").isEqualTo(1);
        assertThat(esm.calls("logout").get(0).headers()).containsEntry("Cookie", "JWTToken=a.b.1");
        session.call(CLOCK, minute());
        time.pass(Duration.ofMinutes(31));
        session.ready(minute());
        failure(() -> session.call(alarms, minute()));
        assertThat(esm.count("login")).isEqualTo(3);
    }

    @Test
    void makesNoLoginFor403() throws Exception {
        EsmSession session = session();
        session.ready(minute());
        esm.always("alarmGetTriggeredAlarms", text(403, "ERROR_InsufficientPrivileges"));
        assertThat(failure(() -> session.call(EsmCall.of("alarmGetTriggeredAlarms"), minute()))
                        .reason())
                .isEqualTo(Reason.UNAUTHORIZED);
        assertThat(esm.count("login")).isEqualTo(1);
    }

    @Test
    void boundsLoginsWhereEverySessionIsDroppedAtOnce() throws Exception {
        EsmSession session = session();
        session.ready(minute());
        int[] calls = {0};
        esm.always(
                "essmgtGetESSTime", call -> ++calls[0] % 2 == 1 ? text(401, "").to(call) : ScriptedEsm.json("{}"));
        int refused = 0;
        for (int i = 0; i < 100; i++) {
            try {
                session.call(CLOCK, minute());
            } catch (EsmException tooOften) {
                assertThat(tooOften.reason()).isEqualTo(Reason.UNAUTHORIZED);
                refused++;
                calls[0] = 0;
            }
        }
        assertThat(refused).isPositive();
        assertThat(esm.count("login")).isLessThanOrEqualTo(21);
    }

    @Test
    void logsOutAtTheEndAndMakesNoCallAfterThat() throws Exception {
        EsmSession session = session();
        session.ready(minute());
        session.close();
        assertThat(esm.commands()).containsExactly("login", "logout");
        assertThat(esm.calls("logout").get(0).method()).isEqualTo("DELETE");
        assertThat(esm.calls("logout").get(0).headers())
                .containsEntry("Cookie", "JWTToken=a.b.1")
                .containsEntry("X-Xsrf-Token", "xsrf-1");
        assertThatThrownBy(() -> session.call(CLOCK, minute())).isInstanceOf(EsmException.class);
        session.close();
        assertThat(esm.count("logout")).isEqualTo(1);
    }

    @Test
    void endsWithoutALogoutThatAnswers() throws Exception {
        EsmSession session = session();
        session.ready(minute());
        esm.always("logout", none(NoAnswer.Kind.NOT_CONNECTED));
        session.close();
    }

    @Test
    void cutsARequestAtTheDeadlineAndSaysSo() throws Exception {
        EsmSession session = session();
        session.ready(minute());
        esm.always("essmgtGetESSTime", esm.hang());
        EsmException late = failure(
                () -> session.call(CLOCK, Deadline.in(time, Duration.ofMillis(2500), "its share of the cycle")));
        assertThat(late.reason()).isEqualTo(Reason.TIMEOUT);
        assertThat(late).hasMessage("essmgtGetESSTime not complete within 2.5 s (its share of the cycle)");
        assertThat(failure(() -> session.call(CLOCK, minute())).reason()).isEqualTo(Reason.UNREACHABLE);
    }

    @Test
    void showsNoSecretThatTheEsmEchoes() throws Exception {
        EsmSession session = session();
        session.ready(minute());
        esm.always("essmgtGetESSTime", text(500, "cookie JWTToken=a.b.1 and xsrf-1 and Mcafee123!"));
        assertThat(failure(() -> session.call(CLOCK, minute())))
                .hasMessage("essmgtGetESSTime: HTTP 500 (cookie JWTToken=xxxxxx and xxxxxx and xxxxxx)");
        esm.always("login", call -> ScriptedEsm.reply(500, "text/plain", call.body()));
        assertThat(failure(() -> session().ready(minute())).getMessage()).doesNotContain("TWNhZmVlMTIzIQ==");
    }
}
