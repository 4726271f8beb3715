package dev.freshwatch.esm;

import static dev.freshwatch.esm.ScriptedEsm.html;
import static dev.freshwatch.esm.ScriptedEsm.json;
import static dev.freshwatch.esm.ScriptedEsm.none;
import static dev.freshwatch.esm.ScriptedEsm.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Absent;
import dev.freshwatch.freshness.Observation.Answered;
import dev.freshwatch.freshness.Observation.Clocks;
import dev.freshwatch.freshness.Observation.Nothing;
import dev.freshwatch.freshness.Observation.Seen;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.http.NoAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a cycle begins: session, clock, zone, list of Receivers; and what becomes of the rest where one of them fails. */
class CycleSetupTest {

    private static final String ID = ScriptedEsm.RECEIVER;

    private final FakeTime time = new FakeTime();
    private final ScriptedEsm esm =
            new ScriptedEsm(time).always("qryGetResults", ScriptedEsm.row(time, ID, Duration.ofMinutes(3)));
    private final TestEsm settings = new TestEsm().receiver(Long.parseLong(ID));
    private EsmClient client;

    private Map<String, Observation> cycle() {
        if (client == null) {
            client = new EsmClient(settings.settings(), esm, time);
        }
        return Cycles.observations(Cycles.inTurn(client));
    }

    private static void unanswered(Observation observation, Reason reason, String... parts) {
        assertThat(observation).isInstanceOfSatisfying(Unanswered.class, unanswered -> {
            assertThat(unanswered.cause()).isEqualTo(reason);
            for (String part : parts) {
                assertThat(unanswered.detail()).contains(part);
            }
        });
    }

    @Test
    void answersAllQuestionsOfAHealthyEsm() {
        Map<String, Observation> cycle = cycle();
        assertThat(cycle.keySet()).containsExactly("session", "clock", "alarms", ID);
        assertThat(cycle.get("session")).isInstanceOf(Answered.class);
        assertThat(cycle.get("clock")).isInstanceOf(Clocks.class);
        assertThat(cycle.get("alarms")).isEqualTo(new Nothing(Duration.ofDays(3), Duration.ZERO));
        assertThat(cycle.get(ID)).isInstanceOfSatisfying(Seen.class, seen -> assertThat(
                        Duration.between(seen.lastActivity(), seen.platformNow()))
                .isBetween(Duration.ofMinutes(3), Duration.ofMinutes(3).plusSeconds(59)));
    }

    @Test
    void needsFewRequestsInSteadyState() {
        esm.always("alarmGetTriggeredAlarms", json("[{\"triggeredDate\":\"11/20/2026 11:58:00\"}]", 200));
        cycle();
        int before = esm.commands().size();
        cycle();
        assertThat(esm.commands().subList(before, esm.commands().size()))
                .containsExactly(
                        "essmgtGetESSTime",
                        "alarmGetTriggeredAlarms",
                        "qryExecuteDetail",
                        "qryGetStatus",
                        "qryGetResults",
                        "qryClose");
    }

    @ParameterizedTest
    @EnumSource(NoAnswer.Kind.class)
    void asksNothingElseWhereTheLoginFails(NoAnswer.Kind kind) {
        esm.always("login", none(kind));
        Map<String, Observation> cycle = cycle();
        Reason reason =
                switch (kind) {
                    case BROKEN, TOO_LONG -> Reason.UNREADABLE;
                    case NOT_STARTED -> Reason.TIMEOUT;
                    default -> Reason.UNREACHABLE;
                };
        unanswered(cycle.get("session"), reason, "login: no answer");
        for (String other : new String[] {"clock", "alarms", ID}) {
            unanswered(cycle.get(other), reason, "ESM session: login: no answer");
        }
        // Only a connection that was cut is tried again; after half an answer the ESM has a session that nobody knows.
        int logins = kind == NoAnswer.Kind.DROPPED ? 3 : 1;
        assertThat(esm.commands()).containsOnly("login").hasSize(logins);
    }

    @Test
    void namesHostPortAndKeyWhereNobodyAnswers() {
        esm.always("login", none(NoAnswer.Kind.NOT_CONNECTED));
        unanswered(cycle().get("session"), Reason.UNREACHABLE, "esm.example port 80 (esm.soc.url)");
    }

    @Test
    void namesTheWayToTheIdsWhereOneIsUnknown() {
        esm.always("devGetDeviceList", json("[]", 200));
        assertThat(cycle().get(ID)).isInstanceOfSatisfying(Absent.class, absent -> assertThat(absent.toString())
                .contains("freshwatch devices"));
    }

    @Test
    void isUpAgainInTheNextCycle() {
        esm.once("login", none(NoAnswer.Kind.NOT_CONNECTED));
        unanswered(cycle().get("session"), Reason.UNREACHABLE);
        assertThat(cycle().get("session")).isInstanceOf(Answered.class);
    }

    @Test
    void findsOutByALoginWhetherOnlyTheClockFails() {
        cycle();
        esm.always("essmgtGetESSTime", text(500, "Error processing request"));
        Map<String, Observation> cycle = cycle();
        assertThat(esm.count("login")).isEqualTo(2);
        assertThat(esm.count("logout")).isEqualTo(1);
        assertThat(cycle.get("session")).isInstanceOf(Answered.class);
        unanswered(cycle.get("clock"), Reason.FAILED, "HTTP 500");
        assertThat(cycle.get(ID)).as("judged by the last reading").isInstanceOf(Seen.class);
    }

    @Test
    void findsALostSessionWhoseTextNobodyHasRecorded() {
        cycle();
        esm.once("essmgtGetESSTime", text(500, "ERROR_Something"));
        Map<String, Observation> cycle = cycle();
        assertThat(cycle.get("session")).isInstanceOf(Answered.class);
        assertThat(cycle.get("clock")).isInstanceOf(Clocks.class);
    }

    @Test
    void takesTheReasonOfTheLoginWhereThatFailsToo() {
        cycle();
        esm.always("essmgtGetESSTime", html(200, "<html>maintenance</html>"));
        esm.always("login", html(503, "<html>maintenance</html>"));
        Map<String, Observation> cycle = cycle();
        unanswered(cycle.get("session"), Reason.MAINTENANCE);
        unanswered(cycle.get(ID), Reason.MAINTENANCE, "ESM session: ");
    }

    @Test
    void makesNoLoginWhereTheEsmAsksToWaitOrIsNotThere() {
        cycle();
        ScriptedEsm.Answer slow = text(429, "slow down");
        esm.once("essmgtGetESSTime", slow, slow, slow, none(NoAnswer.Kind.NOT_CONNECTED));
        unanswered(cycle().get("session"), Reason.OVERLOADED);
        unanswered(cycle().get("session"), Reason.UNREACHABLE);
        assertThat(esm.count("login")).isEqualTo(1);
        assertThat(cycle().get("session")).isInstanceOf(Answered.class);
        assertThat(esm.count("login")).isEqualTo(1);
    }

    @Test
    void judgesByAnOldReadingForAnHourAndNotLonger() {
        cycle();
        esm.always("essmgtGetESSTime", text(500, "x"));
        time.pass(Duration.ofMinutes(50));
        assertThat(cycle().get(ID)).isInstanceOf(Seen.class);
        time.pass(Duration.ofMinutes(11));
        Map<String, Observation> cycle = cycle();
        assertThat(cycle.get("session")).isInstanceOf(Answered.class);
        unanswered(cycle.get("alarms"), Reason.FAILED, "the ESM's clock cannot be read");
        unanswered(cycle.get(ID), Reason.FAILED, "the ESM's clock cannot be read");
    }

    @Test
    void namesTheKeyWhereTheZoneIsNotKnown() {
        esm.always(
                "login",
                call -> new dev.freshwatch.http.Reply(
                        200,
                        Map.of("set-cookie", java.util.List.of("JWTToken=a"), "xsrf-token", java.util.List.of("b")),
                        "{\"tzId\":99}".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        Duration.ZERO));
        Map<String, Observation> cycle = cycle();
        assertThat(cycle.get("clock")).isInstanceOf(Clocks.class);
        unanswered(cycle.get("alarms"), Reason.UNREADABLE, "number 99", "esm.soc.zone");
        unanswered(cycle.get(ID), Reason.UNREADABLE, "number 99", "esm.soc.zone");
    }

    @Test
    void isCriticalWhereTheSessionIsLostForGoodInTheMiddle() {
        EsmClient own = new EsmClient(settings.settings(), esm, time);
        EsmCycle cycle = own.openCycle();
        esm.always("alarmGetTriggeredAlarms", text(401, ""));
        esm.always("login", text(401, "locked"));
        Map<String, Observation> answers = Cycles.observations(Cycles.inTurn(own, cycle));
        unanswered(answers.get("session"), Reason.UNAUTHORIZED, "locked");
        unanswered(answers.get("clock"), Reason.UNAUTHORIZED, "ESM session: ");
        unanswered(answers.get(ID), Reason.UNAUTHORIZED, "ESM session: ");
    }

    @Test
    void asksConfiguredReceiversWhereTheListFails() {
        esm.always("devGetDeviceList", text(403, "no rights"));
        assertThat(cycle().get(ID)).isInstanceOf(Seen.class);
    }

    @Test
    void saysLoudlyWhereAllReceiversAreWatchedAndNoneIsKnown() {
        settings.receivers.clear();
        settings.all = true;
        esm.once("devGetDeviceList", text(403, "no rights"), json("[]", 200));
        unanswered(cycle().get("session"), Reason.UNAUTHORIZED, "esm.soc.receivers = all", "no rights");
        unanswered(cycle().get("session"), Reason.UNREADABLE, "lists no enabled Receiver");
        assertThat(cycle().get(ID)).isInstanceOf(Seen.class);
        time.pass(Duration.ofHours(2));
        esm.always("devGetDeviceList", text(500, ""));
        assertThat(cycle().get(ID)).as("by the last known list").isInstanceOf(Seen.class);
        esm.always("login", none(NoAnswer.Kind.NOT_CONNECTED));
        esm.always("essmgtGetESSTime", none(NoAnswer.Kind.NOT_CONNECTED));
        unanswered(cycle().get(ID), Reason.UNREACHABLE, "ESM session: ");
    }

    @Test
    void readsTheListOnceAnHour() {
        cycle();
        time.pass(Duration.ofMinutes(50));
        cycle();
        assertThat(esm.count("devGetDeviceList")).isEqualTo(1);
        time.pass(Duration.ofMinutes(11));
        cycle();
        assertThat(esm.count("devGetDeviceList")).isEqualTo(2);
    }

    @Test
    void readsTheListAgainForAReceiverThatShowsNothing() {
        cycle();
        esm.always("qryGetResults", json("{\"columns\":[],\"rows\":[]}", 200));
        assertThat(cycle().get(ID)).isInstanceOfSatisfying(Nothing.class, nothing -> assertThat(nothing.lookedBack())
                .isEqualTo(Duration.ofDays(3)));
        assertThat(esm.count("devGetDeviceList")).isEqualTo(2);
        esm.always("devGetDeviceList", json("[]", 200));
        assertThat(cycle().get(ID)).isInstanceOfSatisfying(Absent.class, absent -> assertThat(absent.detail())
                .contains("no Receiver with the id " + ID));
    }

    @Test
    void asksOnlyWhatIsToBeAsked() {
        EsmClient own = new EsmClient(settings.settings(), esm, time);
        EsmCycle cycle = own.openCycle(Duration.ofMinutes(1), CheckFilter.of(List.of("esm/soc/alarms")));
        assertThat(Cycles.observations(Cycles.inTurn(own, cycle)).keySet()).containsExactly("session", "alarms");
        assertThat(esm.count("qryExecuteDetail")).isZero();
        EsmClient other = new EsmClient(settings.settings(), esm, time);
        Cycles.inTurn(other, other.openCycle(Duration.ofMinutes(1), CheckFilter.of(List.of("esm/soc/session"))));
        assertThat(esm.commands()).endsWith("login");
    }

    @Test
    void hasAnAnswerToEveryQuestionWhateverComesBack() {
        EsmClient own = new EsmClient(settings.settings(), esm, time);
        EsmCycle cycle = own.openCycle();
        java.util.List<Object> parts = new java.util.ArrayList<>();
        parts.add(null);
        parts.add("the original body");
        parts.add(own.planEventLookups(cycle).get(0));
        Map<String, Observation> answers = Cycles.observations(own.collectAnswers(cycle, parts));
        unanswered(answers.get("alarms"), Reason.TIMEOUT, "no answer within");
        unanswered(answers.get(ID), Reason.TIMEOUT, "no answer within");
        assertThat(own.collectAnswers(cycle, null)).hasSize(4);
    }

    /** A zone that is wrong by hours makes an old record look new, where only the wider look shows it. */
    @Test
    void doesNotBelieveTheWiderLookAgainstTheWindow() {
        ScriptedEsm.Answer none = json("[]", 200);
        ScriptedEsm.Answer recent = json("[{\"triggeredDate\":\"11/20/2026 11:50:00\"}]", 200);
        esm.once("alarmGetTriggeredAlarms", none, recent, none);
        unanswered(cycle().get("alarms"), Reason.UNREADABLE, "esm.soc.zone", "LAST_HOUR");
    }

    @Test
    void aLookThatIsNotBelievedTakesNoTimeFromOthers() {
        ScriptedEsm.Answer none = json("{\"columns\":[],\"rows\":[]}", 200);
        esm.once("qryGetResults", none, ScriptedEsm.row(time, ID, Duration.ofMinutes(3)), none);
        client = new EsmClient(settings.settings(), esm, time);
        EsmCycle cycle = client.openCycle(Duration.ofMinutes(1), CheckFilter.ALL);

        RecordLookup look = client.searchWiderWindow(
                client.findNewestEvent(client.planEventLookups(cycle).get(0)));

        unanswered(look.answer().observation(), Reason.UNREADABLE, "esm.soc.zone", "LAST_HOUR");
        cycle.share().add();
        cycle.share().add();
        assertThat(cycle.share().patience().remaining())
                .as("two at once have all the time")
                .isEqualTo(cycle.deadline().remaining());
    }

    @Test
    void takesARecordThatCameBetweenTheTwoLooks() {
        ScriptedEsm.Answer recent = json("[{\"triggeredDate\":\"11/20/2026 11:50:00\"}]", 200);
        esm.once("alarmGetTriggeredAlarms", json("[]", 200), recent, recent);
        assertThat(cycle().get("alarms")).isInstanceOf(Seen.class);
    }

    @Test
    void takesTheEmptyWindowForWhatIsKnownWhereTheWiderLookFails() {
        esm.once("alarmGetTriggeredAlarms", json("[]", 200), text(500, "x"), text(500, "x"), text(500, "x"));
        assertThat(cycle().get("alarms"))
                .isInstanceOfSatisfying(Nothing.class, nothing -> assertThat(nothing.lookedBack())
                        .isEqualTo(Duration.ofHours(1)));
    }
}
