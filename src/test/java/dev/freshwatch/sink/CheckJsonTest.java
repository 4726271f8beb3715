package dev.freshwatch.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshwatch.InEachLanguage;
import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.alert.Notice.Marks;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@InEachLanguage
class CheckJsonTest {

    private static final String CHECK = "\"check\":\"esm/soc/events/144116287587483648\",\"name\":\"ERC-1 events\","
            + "\"state\":\"critical\",\"reason\":\"stale\","
            + "\"message\":\"ERC-1: newest event is 47 min old (limit 20 min)\","
            + "\"lastActivity\":\"2026-11-20T16:13:00Z\",\"ageSeconds\":2820,"
            + "\"warnAfterSeconds\":600,\"errorAfterSeconds\":1200,"
            + "\"observedAt\":\"2026-11-20T17:00:00.100Z\",\"responseMillis\":412";

    @Test
    void checkObjectIsTheOneOfTheContract() {
        assertThat(CheckJson.of(Notices.problem().finding())).hasToString("{" + CHECK + "}");
    }

    @Test
    void whatDoesNotApplyIsNull() {
        assertThat(CheckJson.of(Notices.bare(Kind.PROBLEM, State.UNKNOWN, Reason.TIMEOUT)
                        .finding()))
                .hasToString("{\"check\":\"esm/soc/session\",\"name\":\"soc session\",\"state\":\"unknown\","
                        + "\"reason\":\"timeout\",\"message\":\"soc: session is down\",\"lastActivity\":null,"
                        + "\"ageSeconds\":null,\"warnAfterSeconds\":null,\"errorAfterSeconds\":null,"
                        + "\"observedAt\":\"2026-11-20T17:00:00.000Z\",\"responseMillis\":null}");
    }

    @Test
    void cloudEventIsTheOneOfTheContract() {
        assertThat(new String(CloudEvent.bytes(Notices.problem()), StandardCharsets.UTF_8))
                .isEqualTo("{\"specversion\":\"1.0\",\"id\":\"" + Notices.ID
                        + "\",\"source\":\"/freshwatch/watch.example\",\"type\":\"dev.freshwatch.problem\","
                        + "\"subject\":\"esm/soc/events/144116287587483648\",\"time\":\"2026-11-20T17:00:00.123Z\","
                        + "\"datacontenttype\":\"application/json\",\"data\":{" + CHECK
                        + ",\"episode\":\"" + Notices.EPISODE
                        + "\",\"since\":\"2026-11-20T16:33:10.000Z\",\"kind\":\"problem\"}}");
    }

    @Test
    void marksAreFieldsOnlyWhereTheyApply() throws IOException {
        Notice late = Notices.problem()
                .with(Marks.NONE.withGap(Duration.ofSeconds(90)).late(Duration.ofMinutes(35), null));
        JsonNode data = new ObjectMapper().readTree(CloudEvent.bytes(late)).get("data");

        assertThat(data.get("gapSeconds").longValue()).isEqualTo(90);
        assertThat(data.get("delayedSeconds").longValue()).isEqualTo(2100);
        assertThat(data.has("members")).isFalse();
    }

    @Test
    void groupHoldsItsMembersAsCheckObjects() throws IOException {
        JsonNode data = new ObjectMapper()
                .readTree(CloudEvent.bytes(Notices.group(Kind.PROBLEM, 3)))
                .get("data");

        assertThat(data.get("check").textValue()).isEqualTo("esm/soc");
        assertThat(data.get("members")).hasSize(3);
        assertThat(data.get("members").get(2).get("check").textValue()).isEqualTo("esm/soc/events/3");
        assertThat(data.has("moreMembers")).isFalse();
        JsonNode large = new ObjectMapper()
                .readTree(CloudEvent.bytes(Notices.group(Kind.PROBLEM, 1003)))
                .get("data");
        assertThat(large.get("members")).hasSize(1000);
        assertThat(large.get("moreMembers").intValue()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "watch.example, /freshwatch/watch.example",
        "'a b/c?d#e',   /freshwatch/a%20b%2Fc%3Fd%23e",
        "wächter,       /freshwatch/w%C3%A4chter"
    })
    void sourceIsAUriReferenceWhateverTheHostIsCalled(String host, String source) throws IOException {
        byte[] event = CloudEvent.bytes(Notices.from(host, Notices.recovery()));

        JsonNode json = new ObjectMapper().readTree(event);
        assertThat(json.get("source").textValue()).isEqualTo(source);
        assertThat(json.get("type").textValue()).isEqualTo("dev.freshwatch.recovery");
    }

    @ParameterizedTest
    @MethodSource("dev.freshwatch.sink.Notices#hostileNames")
    void hostileNameIsTextAndNothingElse(String name) throws IOException {
        JsonNode event = new ObjectMapper().readTree(CloudEvent.bytes(Notices.problem(name)));

        assertThat(event.fieldNames())
                .toIterable()
                .containsExactly("specversion", "id", "source", "type", "subject", "time", "datacontenttype", "data");
        assertThat(event.get("data").get("name").textValue()).isEqualTo(PlainText.name(name + " events"));
        assertThat(event.get("data").get("message").textValue())
                .isEqualTo(PlainText.name(name) + ": newest event is 47 min old (limit 20 min)");
    }
}
