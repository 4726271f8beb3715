package dev.freshwatch.esm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshwatch.InEachLanguage;
import dev.freshwatch.freshness.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both shapes of the API are understood, and nothing else is. */
@InEachLanguage
class EsmJsonTest {

    private static JsonNode read(String json) throws EsmException {
        return EsmJson.read(json.getBytes(StandardCharsets.UTF_8), "test");
    }

    private static void unreadable(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(EsmException.class, failure -> assertThat(failure.reason())
                .isEqualTo(Reason.UNREADABLE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\": 144116287587483649}",
                "{\"id\": \"144116287587483649\"}",
                "{\"id\": {\"value\": 144116287587483649}}",
                "{\"id\": {\"value\": \"144116287587483649\"}}",
                "{\"id\": {\"id\": 144116287587483649}}",
                "{\"return\": {\"id\": {\"id\": \"144116287587483649\"}}}",
            })
    void takesAnIdInEveryShapeToTheLastDigit(String json) throws EsmException {
        assertThat(EsmJson.id(read(json).path("id"), "test")).isEqualTo(144116287587483649L);
        assertThat(EsmJson.idText(read(json).path("id"), "test")).isEqualTo("144116287587483649");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\": 1.44116287587483649E17}",
                "{\"id\": 144116287587483649.0}",
                "{\"id\": 99999999999999999999}",
                "{\"id\": \"99999999999999999999\"}",
                "{\"id\": \"ERC-1\"}",
                "{\"id\": \"\"}",
                "{\"id\": null}",
                "{\"id\": true}",
                "{\"id\": []}",
                "{\"id\": {}}",
                "{}",
            })
    void takesNothingElseForAnId(String json) {
        unreadable(() -> EsmJson.id(read(json).path("id"), "test"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "{", "{\"return\": \u0000[", "<html>", "{} {}", "\u00ff", "{\"a\": 1} trailing", "NaN"})
    void refusesWhatIsNotOneJsonText(String body) {
        unreadable(() -> read(body));
    }

    @Test
    void hasLimits() {
        unreadable(() -> read("[".repeat(100_000)));
        unreadable(() -> read("[".repeat(100) + "]".repeat(100)));
        unreadable(() -> read("{\"id\": " + "9".repeat(100_000) + "}"));
        unreadable(() -> EsmJson.id(read("{\"id\": 1e999999999}").path("id"), "test"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"return\":{\"value\":\"2017-07-06T12:21:59.0+0000\"}} | 2017-07-06T12:21:59Z",
                "{\"value\":\"2017-07-06T12:21:59.0+0000\"}              | 2017-07-06T12:21:59Z",
                "\"2017-07-06T12:21:59.0+0000\"                          | 2017-07-06T12:21:59Z",
                "{\"return\":\"2017-07-06T12:21:59Z\"}                   | 2017-07-06T12:21:59Z",
                "\"2017-07-06T12:21:59.25+00:00\"                        | 2017-07-06T12:21:59.250Z",
                "\"2017-07-06T12:21:59.123456789012Z\"                   | 2017-07-06T12:21:59.123456789Z",
                "\"2017-07-06T14:21:59+0200\"                            | 2017-07-06T12:21:59Z",
            })
    void readsTheClock(String json, Instant expected) throws EsmException {
        assertThat(EsmClock.parse(read(json))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "0",
                "\"\"",
                "{\"value\": null}",
                "{\"value\": 1499343719}",
                "\"2017-07-06T12:21:59\"",
                "\"2017-13-06T12:21:59Z\"",
                "\"07/06/2017 12:21:59\"",
                "\"soon\"",
            })
    void readsNothingElseAsAClock(String json) {
        unreadable(() -> EsmClock.parse(read(json)));
    }

    @Test
    void listsDevicesOfBothSurfaces() throws EsmException {
        List<Device> v1 = DeviceList.parse(
                read("{\"return\":[{\"name\":\"ERC-1\",\"type\":\"RECEIVER\",\"id\":{\"id\":144116287587483648}},"
                        + "{\"name\":\"x\",\"type\":\"ELM\",\"id\":{\"id\":1}}]}"));
        List<Device> v2 = DeviceList.parse(
                read("[{\"name\":\"ERC\\n\\u202e2\",\"type\":\"ELMREC\",\"id\":\"144117387099111424\"}]"));
        assertThat(v1).containsExactly(new Device(144116287587483648L, "ERC-1", "RECEIVER", null));
        assertThat(v2).containsExactly(new Device(144117387099111424L, "ERC  2", "ELMREC", null));
        unreadable(() -> DeviceList.parse(read("{}")));
        unreadable(() -> DeviceList.parse(read("[{\"name\":\"ERC-1\",\"type\":\"RECEIVER\"}]")));
    }

    @Test
    void findsDisabledDevicesAndNamesWhereverTheyStandInTheTree() throws EsmException {
        Map<Long, Boolean> enabled = new HashMap<>();
        List<DeviceNames.Named> named = new ArrayList<>();
        DeviceList.walk(
                read("{\"return\":{\"devices\":[{\"ipsID\":{\"id\":5},\"deviceDisabled\":\"T\",\"children\":"
                        + "[{\"ipsID\":\"6\",\"deviceDisabled\":false}]},{\"ipsID\":7,\"name\":\"source\"},{\"deviceDisabled\":true},"
                        + "{\"ipsID\":\"x\",\"deviceDisabled\":true}]}}"),
                enabled,
                named);
        assertThat(enabled).containsOnly(Map.entry(5L, false), Map.entry(6L, true));
        assertThat(named).containsExactly(new DeviceNames.Named(7, "source"));
    }
}
