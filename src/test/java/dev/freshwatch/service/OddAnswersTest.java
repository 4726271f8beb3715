package dev.freshwatch.service;

import static dev.freshwatch.service.OneList.json;
import static dev.freshwatch.service.OneList.reply;
import static dev.freshwatch.service.OneList.rows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.http.Reply;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are good HTTP and odd otherwise: never ok, and each with a reason that an operator understands. */
class OddAnswersTest {

    private static final String FRESH = "ok fresh: newest event is 3 min old (limit 1 h)";

    /** An error with HTTP 200, as platforms write it, beside rows and without. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            "error": "x"                  | unknown failed: answered with an error
            "errors": [{"message": "x"}]  | unknown failed: answered with an error
            "success": false              | unknown failed: answered with an error
            "ok": false                   | unknown failed: answered with an error
            "status": "error", "message": "x" | unknown failed: answered with an error
            "status": "FAIL", "detail": "x"   | unknown failed: answered with an error
            "success": true               | ok up: 2 sources in the list
            "success": 0                  | ok up: 2 sources in the list
            "status": "success"           | ok up: 2 sources in the list
            "status": {"error": 1}        | ok up: 2 sources in the list
            """)
    void anErrorInsideAGoodAnswer(String sign, String list) throws Exception {
        String good = rows("a=3", "b=3");
        for (String body : List.of(
                "{" + sign + ", " + good.substring(1), good.substring(0, good.length() - 1) + ", " + sign + "}")) {
            assertThat(new OneList().ask(body)).as(body).containsEntry("events", list);
        }
        if (list.startsWith("unknown")) {
            // a path with a condition finds nothing there, which is no empty list
            assertThat(new OneList().set("each", "$.rows[?(@.id)]").ask("{" + sign + "}"))
                    .isEqualTo(Map.of("events", list));
        }
    }

    /** It may be that of the worst row, or of the job that has made the list. */
    @ParameterizedTest
    @CsvSource({"error", "FAIL", "failed"})
    void aStatusAroundRowsIsOnlyARefusalWithoutThem(String status) throws Exception {
        String sign = "\"status\": \"" + status + "\", \"message\": \"\"";
        assertThat(new OneList().ask("{" + sign + ", " + rows("a=3").substring(1)))
                .containsEntry("events", "ok up: 1 sources in the list");
        for (String none : List.of("{" + sign + "}", "{" + sign + ", \"rows\": []}")) {
            assertThat(new OneList().ask(none))
                    .as(none)
                    .containsEntry("events", "unknown failed: answered with an error");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            null             | unknown unreadable: answer has no list at $.rows[*]
            true             | unknown unreadable: answer has no list at $.rows[*]
            17               | unknown unreadable: answer has no list at $.rows[*]
            "rows"           | unknown unreadable: answer has no list at $.rows[*]
            []               | unknown unreadable: answer has no list at $.rows[*]
            [[]]             | unknown unreadable: answer has no list at $.rows[*]
            {"rows": "a"}    | unknown unreadable: answer has no list at $.rows[*]
            {"rows": [null]} | unknown unreadable: 1 of 1 rows have no usable id
            {"rows": [[]]}   | unknown unreadable: 1 of 1 rows have no usable id
            {"rows": {}}     | critical silent: no event at all
            {"rows": [], "rows": [{"id": "a", "t": "2026-11-20T11:57:00Z"}]} | unknown unreadable: answer has the field 'rows' twice
            {"rows": [{"id": "a", "t": "2026-11-20T11:57:00Z"}], "rows": null} | unknown unreadable: answer has the field 'rows' twice
            )]}',{"rows": []} | unknown unreadable: answer is not JSON
            callback({"rows": []}) | unknown unreadable: answer is not JSON
            {"rows": [{"id": "a", "t": NaN}]} | unknown unreadable: answer is not JSON
            {'rows': []}     | unknown unreadable: answer is not JSON
            {"rows": [],}    | unknown unreadable: answer is not JSON
            """)
    void anAnswerOfAnotherShape(String body, String list) throws Exception {
        OneList known = new OneList();
        known.ask(rows("a=3"));

        Map<String, String> outcomes = known.ask(body);

        assertThat(outcomes).containsEntry("events", list);
        assertThat(outcomes.get("a")).startsWith("unknown ");
    }

    /** Units that are mixed up, and what stands for "never" or "no idea". The time format is that of the first column. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            iso           | 1795175820                  | unknown unreadable
            iso           | "1795175820"                | unknown unreadable
            iso           | "2026-11-20 11:57:00"       | unknown unreadable
            iso           | "20.11.2026 11:57"          | unknown unreadable
            iso           | "3 minutes ago"             | unknown unreadable
            iso           | "0001-01-01T00:00:00Z"      | unknown unreadable
            iso           | "9999-12-31T23:59:59Z"      | unknown unreadable
            iso           | ""                          | unknown unreadable
            iso           | "-"                         | unknown unreadable
            iso           | true                        | unknown unreadable
            iso           | "2026-11-20T11:57:00Z"      | ok fresh
            iso           | "2026-11-20T11:57:00+00:00" | ok fresh
            iso           | "2126-11-20T11:57:00Z"      | warning future
            epoch-seconds | 1795175820                  | ok fresh
            epoch-seconds | 1.79517582E9                | ok fresh
            epoch-seconds | 1795175820000               | unknown unreadable
            epoch-seconds | 1795175820000000            | unknown unreadable
            epoch-seconds | "2026-11-20T11:57:00Z"      | unknown unreadable
            epoch-seconds | -1                          | unknown unreadable
            epoch-seconds | 0                           | critical silent
            epoch-seconds | 4951000000                  | warning future
            epoch-millis  | 1795175820000               | ok fresh
            epoch-millis  | 1795175820                  | unknown unreadable
            epoch-millis  | 1795175820000000            | unknown unreadable
            epoch-micros  | 1795175820000000            | ok fresh
            epoch-micros  | 1795175820000               | unknown unreadable
            epoch-micros  | 1795175820000000000         | unknown unreadable
            epoch-nanos   | 1795175820000000000         | ok fresh
            epoch-nanos   | 1795175820000000            | unknown unreadable
            epoch-millis  | 1e400                       | unknown unreadable
            epoch-millis  | "0x19d"                     | unknown unreadable
            """)
    void aTimeOfAnotherKind(String format, String time, String outcome) throws Exception {
        OneList list = new OneList().set("time-format", format);

        Map<String, String> outcomes = list.ask("{\"rows\": [{\"id\": \"a\", \"t\": " + time + "}]}");

        assertThat(outcomes).containsEntry("events", "ok up: 1 sources in the list");
        assertThat(outcomes.get("a")).startsWith(outcome + ": ");
    }

    /** What is left out by a filter is not noticed as repeated rows, and empty pages have none. */
    @ParameterizedTest
    @ValueSource(strings = {"", "x=3"})
    void aCursorThatLoopsIsFoundAtOnce(String rows) throws Exception {
        OneList list = new OneList().set(Map.of("next", "$.next", "exclude", "x"));

        Map<String, String> outcomes = list.ask(call -> {
            boolean odd = "p=1".equals(call.uri().getQuery());
            String body = call.uri().getQuery() == null ? rows("a=3") : rows.isEmpty() ? rows() : rows(rows);
            return json(body.replace("{\"rows\"", "{\"next\": \"/list?p=" + (odd ? 2 : 1) + "\", \"rows\""));
        });

        assertThat(outcomes)
                .isEqualTo(Map.of("events", "unknown unreadable: the next page is one that was read before: see next"));
        assertThat(list.calls).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32BE"})
    void unicodeWithAndWithoutAMarkIsRead(String charset) throws Exception {
        String body = rows("Zürich=3");
        for (String text : List.of(body, "\uFEFF" + body)) {
            assertThat(new OneList().ask(call -> bytes(text.getBytes(Charset.forName(charset)))))
                    .as(charset + " " + text.codePointAt(0))
                    .containsEntry("Z~C3~BCrich", FRESH);
        }
    }

    @Test
    void anotherCharsetIsNamedAsTheReason() throws Exception {
        byte[] latin = rows("Zürich=3").getBytes(StandardCharsets.ISO_8859_1);

        assertThat(new OneList().ask(call -> bytes(latin)))
                .isEqualTo(Map.of("events", "unknown unreadable: answer is not in UTF-8"));
    }

    private static Reply bytes(byte[] body) {
        return new Reply(200, Map.of("content-type", List.of("application/json")), body, Duration.ofMillis(12));
    }

    static Stream<Arguments> odd() {
        return Stream.of(
                Arguments.of(reply(204, "", Map.of()), "unknown unreadable: answer is empty"),
                Arguments.of(
                        reply(202, "{\"id\": 7}", Map.of()), "unknown unreadable: answer has no list at $.rows[*]"),
                Arguments.of(
                        reply(206, rows("a=3"), Map.of("content-range", List.of("items 0-0/9"))),
                        "unknown failed: list is cut off: 1 of 9 rows"),
                Arguments.of(
                        reply(302, rows("a=3"), Map.of("location", List.of("https://evil.example/list"))),
                        "unknown unreadable: answered HTTP 302"),
                Arguments.of(
                        reply(200, "\uFEFF<html>", Map.of("content-type", List.of("text/html"))),
                        "unknown unreadable: answered with an HTML page where JSON was expected"),
                Arguments.of(
                        reply(200, "\uFEFF <html>", Map.of()),
                        "unknown unreadable: answered with an HTML page where JSON was expected"),
                Arguments.of(
                        reply(200, rows("a=3"), Map.of("content-type", List.of("text/html"))),
                        "unknown unreadable: answered with an HTML page where JSON was expected"));
    }

    @ParameterizedTest
    @MethodSource("odd")
    void aStatusOrATypeThatIsNotTheUsualOne(Reply answer, String list) throws Exception {
        OneList known = new OneList();
        known.ask(rows("a=3"));

        Map<String, String> outcomes = known.ask(call -> answer);

        assertThat(outcomes).containsEntry("events", list);
        assertThat(outcomes.get("a")).startsWith("unknown ");
    }

    @Test
    void whereNoRowIsWantedTheListIsNotEmpty() throws Exception {
        assertThat(new OneList().set("include", "fw-*").ask(rows("a=3", "b=3")))
                .isEqualTo(
                        Map.of("events", "unknown unreadable: none of its 2 rows is wanted: see include and exclude"));
    }
}
