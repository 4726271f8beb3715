package dev.freshwatch.esm;

import static dev.freshwatch.esm.ScriptedEsm.json;
import static dev.freshwatch.esm.ScriptedEsm.none;
import static dev.freshwatch.esm.ScriptedEsm.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Nothing;
import dev.freshwatch.freshness.Observation.Seen;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.http.NoAnswer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The life of one query, in scripted time; whatever happens, what was opened is closed. */
class EventQueryTest {

    private static final String ID = ScriptedEsm.RECEIVER;
    private static final String RUNNING = "{\"complete\":false,\"percentComplete\":10}";

    private final FakeTime time = new FakeTime();
    private final ScriptedEsm esm =
            new ScriptedEsm(time).always("qryGetResults", ScriptedEsm.row(time, ID, Duration.ofMinutes(3)));
    private final TestEsm settings = new TestEsm().receiver(Long.parseLong(ID));
    private int opened = 1;

    private Observation ask() {
        settings.alarms = null;
        EsmClient client = new EsmClient(settings.settings(), esm, time);
        return Cycles.observations(Cycles.inTurn(client)).get(ID);
    }

    private void unanswered(Reason reason, String... parts) {
        assertThat(ask()).isInstanceOfSatisfying(Unanswered.class, unanswered -> {
            assertThat(unanswered.cause()).isEqualTo(reason);
            for (String part : parts) {
                assertThat(unanswered.detail()).contains(part);
            }
        });
    }

    @AfterEach
    void whatWasOpenedWasClosed() {
        assertThat(esm.count("qryClose")).isEqualTo(opened);
    }

    @Test
    void asksAsTheContractSays() {
        assertThat(ask()).isInstanceOf(Seen.class);
        assertThat(esm.calls("qryExecuteDetail").get(0).uri())
                .hasToString("http://esm.example/rs/esm/v2/qryExecuteDetail?type=EVENT&reverse=false");
        assertThat(esm.calls("qryExecuteDetail").get(0).body())
                .isEqualTo("{\"config\":{\"timeRange\":\"LAST_HOUR\",\"limit\":1,\"offset\":0,\"includeTotal\":false,"
                        + "\"fields\":[{\"name\":\"LastTime\"},{\"name\":\"IPSID\"},{\"name\":\"IPSIDAlertID\"}],"
                        + "\"order\":[{\"direction\":\"DESCENDING\",\"field\":{\"name\":\"LastTime\"}}],"
                        + "\"filters\":[{\"type\":\"EsmFieldFilter\",\"field\":{\"name\":\"IPSID\"},"
                        + "\"operator\":\"EQUALS\",\"values\":[{\"type\":\"EsmBasicValue\",\"value\":\"" + ID
                        + "/8\"}]}]}}");
        assertThat(esm.calls("qryGetResults").get(0).uri()).hasQuery("startPos=0&numRows=1&reverse=false");
        assertThat(esm.calls("qryClose").get(0).body()).isEqualTo("{\"resultID\":\"77\"}");
    }

    @Test
    void speaksV1WhereThereIsNoV2() {
        for (String command : new String[] {"qryExecuteDetail", "qryGetStatus", "qryGetResults", "qryClose"}) {
            esm.once(command, text(404, "Not Found"));
        }
        esm.always("qryExecuteDetail", json("{\"return\":{\"resultID\":{\"value\":9007199254740993}}}", 200));
        esm.always("qryGetStatus", json("{\"return\":{\"complete\":true,\"totalRecords\":1}}", 200));
        assertThat(ask()).isInstanceOf(Seen.class);
        assertThat(esm.calls("qryGetStatus").get(1).body()).isEqualTo("{\"resultID\":{\"value\":9007199254740993}}");
        opened = 2;
    }

    @Test
    void pollsOnUntilItIsComplete() {
        esm.once("qryGetStatus", json(RUNNING, 200), json(RUNNING, 200));
        assertThat(ask()).isInstanceOf(Seen.class);
        assertThat(esm.count("qryGetStatus")).isEqualTo(3);
    }

    @Test
    void pollsOnWhereResultsAreNotReady() {
        esm.once("qryGetResults", text(500, "Error deserializing EsmQueryResults, see logs for more information"));
        assertThat(ask()).isInstanceOf(Seen.class);
        assertThat(esm.count("qryGetStatus")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"500, Error processing request", "503, ''", "200, {\"x", "200, {}", "429, slow"})
    void pollsOnAfterAPassingFailure(int status, String body) {
        esm.once("qryGetStatus", text(status, body));
        assertThat(ask()).isInstanceOf(Seen.class);
        assertThat(esm.count("qryGetStatus")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"500, Error processing request, FAILED", "200, {}, UNREADABLE", "429, slow, OVERLOADED"})
    void givesUpWhereItFailsAgainAndAgain(int status, String body, Reason reason) {
        esm.always("qryGetStatus", text(status, body));
        unanswered(reason, "qryGetStatus");
        assertThat(esm.count("qryGetStatus")).isEqualTo(3);
    }

    @Test
    void doesNotRepeatWhatIsRefused() {
        esm.always("qryGetStatus", text(400, "ERROR_BadRequest (60)"));
        unanswered(Reason.FAILED, "ERROR_BadRequest (60)");
        assertThat(esm.count("qryGetStatus")).isEqualTo(1);
    }

    @Test
    void startsAgainOnceWhereTheQueryIsGone() {
        esm.once("qryGetStatus", text(400, "ERROR_JobEngine_GetQueryStatus_StatusNotFound"));
        assertThat(ask()).isInstanceOf(Seen.class);
        assertThat(esm.count("qryExecuteDetail")).isEqualTo(2);
        opened = 2;
    }

    @Test
    void startsAgainOnlyOnce() {
        esm.always("qryGetStatus", text(400, "ERROR_JobEngine_GetQueryStatus_StatusNotFound"));
        unanswered(Reason.FAILED, "StatusNotFound");
        assertThat(esm.count("qryExecuteDetail")).isEqualTo(2);
        opened = 2;
    }

    @Test
    void takesNoDataForAnEmptyWindow() {
        esm.always("qryGetResults", text(400, "ERROR_NoData"));
        assertThat(ask()).isInstanceOf(Nothing.class);
        opened = 2;
    }

    @Test
    void givesAQueryThatHangsItsTimeAndNoMore() {
        esm.always("qryGetStatus", json(RUNNING, 200));
        unanswered(Reason.TIMEOUT, "event query not complete within 2 min (esm.soc.query-timeout)");
        assertThat(time.now()).isBefore(FakeTime.START.plusSeconds(121));
        assertThat(esm.count("qryGetStatus")).isLessThan(60);
    }

    @ParameterizedTest
    @CsvSource({"BROKEN, UNREADABLE", "NOT_CONNECTED, UNREACHABLE", "DROPPED, UNREACHABLE", "TOO_LATE, UNREACHABLE"})
    void closesWhereResultsNeverCome(NoAnswer.Kind kind, Reason reason) {
        esm.always("qryGetResults", none(kind));
        unanswered(reason, "qryGetResults");
    }

    @Test
    void hasNothingToCloseWhereTheQueryNeverStarted() {
        esm.always("qryExecuteDetail", json("{\"resultID\":1.5}", 200));
        unanswered(Reason.UNREADABLE, "qryExecuteDetail");
        opened = 0;
    }

    @Test
    void closesOnAnInterruptedThreadToo() {
        esm.always("qryGetStatus", call -> {
            Thread.currentThread().interrupt();
            throw new NoAnswer(NoAnswer.Kind.DROPPED, "interrupted", null);
        });
        boolean[] interruptedAtClose = {true};
        esm.always("qryClose", call -> {
            interruptedAtClose[0] = Thread.currentThread().isInterrupted();
            return ScriptedEsm.reply(200, "text/plain", "");
        });
        assertThat(ask()).isInstanceOf(Unanswered.class);
        assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
        assertThat(interruptedAtClose[0]).isFalse();
    }

    @Test
    void triesToCloseAgainAtOnceAndAtTheEndOfTheCycle() {
        esm.once("qryClose", text(500, "x"), none(NoAnswer.Kind.DROPPED));
        assertThat(ask()).isInstanceOf(Seen.class);
        opened = 3;
    }

    @Test
    void tellsWhereTheAnswerIsAboutAnother() {
        esm.always("qryGetResults", ScriptedEsm.row(time, "144117387099111424", Duration.ofMinutes(3)));
        unanswered(Reason.MISMATCH, "144117387099111424");
        assertThat(esm.count("devGetDeviceList"))
                .as("read in this cycle already")
                .isEqualTo(1);
    }
}
