package dev.freshwatch.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of event queries on the simulated ESM, and what they find. */
class SimEsmQueryTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private final SimEsm esm = new SimEsm(InstantSource.fixed(NOW));
    private EsmCaller caller;
    private SimDevice first;
    private SimDevice second;

    @BeforeEach
    void logIn() throws Exception {
        caller = new EsmCaller(esm.url()).loggedIn();
        first = esm.appliance().addReceiver("ERC-1");
        second = esm.appliance().addElmReceiver("ERC-2");
    }

    @AfterEach
    void stop() {
        esm.close();
    }

    @Test
    void runsAWholeLifeInV2() throws Exception {
        first.events().at(NOW.minusSeconds(90), NOW.minusSeconds(30));
        JsonNode query = caller.json("v2/qryExecuteDetail?type=EVENT&reverse=false", newestOf(first, "LAST_HOUR"));
        assertThat(query.get("resultID").isTextual()).isTrue();
        assertThat(query.get("stopTime").asText()).isEqualTo("11/20/2026 12:00:00");
        String id = "{\"resultID\": \"" + query.get("resultID").asText() + "\"}";
        JsonNode status = caller.json("v2/qryGetStatus", id);
        assertThat(status.get("complete").asBoolean()).isTrue();
        assertThat(status.get("percentComplete").asInt()).isEqualTo(100);
        JsonNode results = caller.json("v2/qryGetResults?startPos=0&numRows=1&reverse=false", id);
        assertThat(results.at("/columns/0/name").asText()).isEqualTo("Alert.LastTime");
        assertThat(results.at("/columns/1/name").asText()).isEqualTo("Alert.IPSID");
        assertThat(results.at("/rows/0/values/0").asText()).isEqualTo("11/20/2026 11:59:30");
        assertThat(results.at("/rows/0/values/1").asText()).isEqualTo("144116287604260864");
        assertThat(esm.queries().open()).isEqualTo(1);
        assertThat(caller.post("v2/qryClose", id).body()).isEmpty();
        assertThat(esm.queries().open()).isZero();
        assertThat(caller.post("v2/qryGetStatus", id).body())
                .isEqualTo("ERROR_JobEngine_GetQueryStatus_StatusNotFound");
        assertThat(esm.requests().violations()).isEmpty();
    }

    @Test
    void wrapsAnswersAndIdsInV1() throws Exception {
        first.events().aged(Duration.ofMinutes(5));
        JsonNode query = caller.json("qryExecuteDetail?type=EVENT&reverse=false", newestOf(first, "LAST_HOUR"));
        long id = query.at("/return/resultID/value").longValue();
        assertThat(id).isGreaterThan(1L << 53);
        String body = "{\"resultID\": {\"value\": " + id + "}}";
        JsonNode status = caller.json("qryGetStatus", body).get("return");
        assertThat(status.get("totalRecords").asInt()).isEqualTo(1);
        JsonNode rows = caller.json("qryGetResults?startPos=0&numRows=1", body).at("/return/rows");
        assertThat(rows).hasSize(1);
        assertThat(caller.post("qryClose", body).statusCode()).isEqualTo(200);
        assertThat(caller.post("v2/qryClose", body).body()).isEqualTo("ERROR_BadRequest (60)");
        assertThat(esm.requests().violations()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "DESCENDING, false, 11:59:00",
        "DESCENDING, true, 11:50:00",
        "ASCENDING, false, 11:50:00",
        "ASCENDING, true, 11:59:00",
    })
    void keepsTheOrderAsked(String direction, boolean reverse, String expected) throws Exception {
        first.events().at(NOW.minusSeconds(60), NOW.minusSeconds(600), NOW.minusSeconds(300));
        String body = newestOf(first, "LAST_HOUR").replace("DESCENDING", direction);
        assertThat(newest(body, reverse)).isEqualTo("11/20/2026 " + expected);
    }

    @ParameterizedTest
    @CsvSource({
        "LAST_MINUTE, 59, true", "LAST_MINUTE, 61, false",
        "LAST_HOUR, 3599, true", "LAST_HOUR, 3601, false",
        "LAST_3_DAYS, 259199, true", "LAST_3_DAYS, 259201, false",
        "CURRENT_DAY, 43199, true", "CURRENT_DAY, 43201, false",
        "PREVIOUS_DAY, 43201, true", "PREVIOUS_DAY, 43199, false",
    })
    void looksIntoTheWindowOnly(String window, long ageSeconds, boolean found) throws Exception {
        first.events().at(NOW.minusSeconds(ageSeconds));
        assertThat(newest(newestOf(first, window), false) != null).isEqualTo(found);
    }

    @Test
    void showsEventsAheadOfItsClockUnlessRangesEndNow() throws Exception {
        first.events().at(NOW.plusSeconds(600));
        assertThat(newest(newestOf(first, "LAST_HOUR"), false)).isEqualTo("11/20/2026 12:10:00");
        esm.behaviour().rangesEndNow(true);
        assertThat(newest(newestOf(first, "LAST_HOUR"), false)).isNull();
    }

    @Test
    void takesTheBareIdOfAReceiverForItsOwnEventsOnly() throws Exception {
        first.events().aged(Duration.ofMinutes(1));
        assertThat(newest(EsmCaller.newestOf(Long.toString(first.id()), "LAST_HOUR"), false))
                .isNull();
    }

    @Test
    void answersFromAnotherReceiverWhereTheMaskIsReadAsBits() throws Exception {
        second.events().aged(Duration.ofMinutes(1));
        assertThat(newest(newestOf(first, "LAST_HOUR"), false)).isNull();
        esm.behaviour().mask(EsmBehaviour.Mask.LEADING_BITS);
        assertThat(newest(newestOf(first, "LAST_HOUR"), false)).isEqualTo("11/20/2026 11:59:00");
    }

    @Test
    void findsTheNewestOfAllUnderTheIdOfTheEsm() throws Exception {
        first.events().aged(Duration.ofMinutes(9));
        second.events().aged(Duration.ofMinutes(2));
        assertThat(newest(EsmCaller.newestOf(Appliance.ESM_ID + "/8", "LAST_HOUR"), false))
                .isEqualTo("11/20/2026 11:58:00");
    }

    @Test
    void refusesResultsBeforeTheQueryIsComplete() throws Exception {
        esm.behaviour().queryDuration(first.id(), Duration.ofMillis(300));
        JsonNode query = caller.json("v2/qryExecuteDetail?type=EVENT", newestOf(first, "LAST_HOUR"));
        String id = "{\"resultID\": \"" + query.get("resultID").asText() + "\"}";
        assertThat(caller.json("v2/qryGetStatus", id).get("complete").asBoolean())
                .isFalse();
        var early = caller.post("v2/qryGetResults?startPos=0&numRows=1", id);
        assertThat(early.statusCode()).isEqualTo(500);
        assertThat(early.body()).startsWith("Error deserializing EsmQueryResults");
        await().until(() ->
                caller.json("v2/qryGetStatus", id).get("percentComplete").asInt() == 100);
        assertThat(caller.post("v2/qryGetResults?startPos=0&numRows=1", id).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500})
    void refusesQueriesAboveItsCap(int status) throws Exception {
        esm.behaviour().queryCap(2).overCap(status, "Error processing request, see server logs for more details");
        for (int i = 0; i < 2; i++) {
            caller.json("v2/qryExecuteDetail?type=EVENT", newestOf(first, "LAST_HOUR"));
        }
        assertThat(caller.post("v2/qryExecuteDetail?type=EVENT", newestOf(first, "LAST_HOUR"))
                        .statusCode())
                .isEqualTo(status);
        assertThat(esm.queries().peak()).isEqualTo(2);
        assertThat(esm.queries().refused()).isEqualTo(1);
    }

    private static String newestOf(SimDevice device, String window) {
        return EsmCaller.newestOf(device.id() + "/8", window);
    }

    /** The time of the first row, or null. */
    private String newest(String body, boolean reverse) throws Exception {
        JsonNode query = caller.json("v2/qryExecuteDetail?type=EVENT&reverse=" + reverse, body);
        String id = "{\"resultID\": \"" + query.get("resultID").asText() + "\"}";
        JsonNode rows = caller.json("v2/qryGetResults?startPos=0&numRows=1", id).get("rows");
        caller.post("v2/qryClose", id);
        return rows.isEmpty() ? null : rows.at("/0/values/0").asText();
    }
}
