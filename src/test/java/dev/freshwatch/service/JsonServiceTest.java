package dev.freshwatch.service;

import static dev.freshwatch.service.HttpServiceTest.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.Finding;
import dev.freshwatch.http.RawServer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code service-json} makes of what an API answers. No answer that cannot be understood is ok. */
class JsonServiceTest {

    private static final Map<String, String> HITS = Map.of("path", "$.hits.hits[*]._source['@timestamp']");

    @TempDir
    private Path directory;

    private static Arguments row(String name, Map<String, String> parameters, String answer, String outcome) {
        return Arguments.of(name, parameters, answer, outcome);
    }

    private static String json(String body) {
        return answer("200 OK", "application/json", body);
    }

    private static String answer(String status, String type, String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return String.format(
                Locale.ROOT,
                "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s",
                status,
                type,
                length,
                body);
    }

    private static Instant ago(int minutes) {
        return Instant.now().minus(Duration.ofMinutes(minutes)).minusSeconds(5);
    }

    private static String hits(Object... times) {
        StringBuilder hits = new StringBuilder();
        for (Object time : times) {
            hits.append(hits.isEmpty() ? "" : ",")
                    .append("{\"_source\": {\"@timestamp\": ")
                    .append(time == null ? "null" : "\"" + time + "\"")
                    .append("}}");
        }
        return json("{\"hits\": {\"hits\": [" + hits + "]}}");
    }

    private static String local(Instant time, String pattern, ZoneId zone) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(time.atZone(zone));
    }

    static Stream<Arguments> answers() {
        Map<String, String> seconds = Map.of("path", "$.last", "time-format", "epoch-seconds");
        Map<String, String> millis = Map.of("path", "$.last", "time-format", "epoch-millis");
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Map<String, String> pattern =
                Map.of("path", "$[0].when", "time-format", "dd/MM/yyyy HH:mm:ss", "zone", "Europe/Berlin");
        return Stream.of(
                row("fresh", HITS, hits(ago(3)), "ok fresh: newest record is 3 min old (limit 20 min)"),
                row("old", HITS, hits(ago(30)), "warning stale: newest record is 30 min old (limit 20 min)"),
                row("too old", HITS, hits(ago(70)), "critical stale: newest record is 70 min old (limit 1 h)"),
                row("the newest counts", HITS, hits(ago(70), ago(3), ago(90)), "ok fresh: newest record is 3 min old"),
                row("ahead", HITS, hits(ago(-10)), "warning future: newest record is 9 min ahead"),
                row("no hits", HITS, hits(), "critical silent: no record at all (limit 1 h)"),
                row("null", HITS, hits((Object) null), "critical silent: no record at all"),
                row("no such member", HITS, json("{\"took\": 3}"), "critical silent: no record at all"),
                row(
                        "words",
                        HITS,
                        hits("yesterday"),
                        "unknown unreadable: found 'yesterday', which is not a time (iso)"),
                row("one good, one not", HITS, hits(ago(3), "?"), "unknown unreadable: found '?', which is not a time"),
                row("object", Map.of("path", "$.hits"), hits(ago(3)), "unknown unreadable: found an object, which is"),
                row("iso without zone", HITS, hits("2026-11-20T17:00:00"), "unknown unreadable: found '2026-11-20T17"),
                row(
                        "iso with its offset",
                        HITS,
                        hits(local(ago(3), "yyyy-MM-dd HH:mm:ss.SSSxx", ZoneOffset.ofHours(-5))),
                        "ok fresh: newest record is 3 min old"),
                row(
                        "seconds",
                        seconds,
                        json("{\"last\": " + ago(3).getEpochSecond() + ".25}"),
                        "ok fresh: newest record"),
                row("seconds as text", seconds, json("{\"last\": \"" + ago(3).getEpochSecond() + "\"}"), "ok fresh"),
                row("millis", millis, json("{\"last\": " + ago(3).toEpochMilli() + "}"), "ok fresh: newest record"),
                row(
                        "millis as seconds",
                        seconds,
                        json("{\"last\": " + ago(3).toEpochMilli() + "}"),
                        "unknown unreadable"),
                row("huge", seconds, json("{\"last\": 1e999999}"), "unknown unreadable: found '1E+999999', which"),
                row("true", seconds, json("{\"last\": true}"), "unknown unreadable: found 'true', which is not a"),
                row(
                        "pattern",
                        pattern,
                        json("[{\"when\": \"" + local(ago(3), "dd/MM/yyyy HH:mm:ss", berlin) + "\"}]"),
                        "ok fresh: newest record is 3 min old"),
                row("401", HITS, answer("401 No", "application/json", "{}"), "unknown unauthorized: answered HTTP 401"),
                row("403", HITS, answer("403 No", "text/html", "<html>"), "unknown unauthorized: answered HTTP 403"),
                row("429", HITS, answer("429 Slow", "text/plain", ""), "unknown overloaded: answered HTTP 429"),
                row("503", HITS, answer("503 No", "text/plain", ""), "unknown failed: answered HTTP 503"),
                row("404", HITS, answer("404 No", "application/json", "{}"), "unknown unreadable: answered HTTP 404"),
                row(
                        "redirect to a login",
                        HITS,
                        "HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n",
                        "unknown unreadable: answered HTTP 302"),
                row(
                        "HTML",
                        HITS,
                        answer("200 OK", "text/html", "<html>\u202E\n</html>"),
                        "unknown unreadable: answered with an HTML page where JSON was expected"),
                row("not JSON", HITS, json("{\"hits\": "), "unknown unreadable: answer is not JSON"),
                row("two values", HITS, json("{} {}"), "unknown unreadable: answer is not JSON"),
                row("empty", HITS, json(""), "unknown unreadable: answer is empty"),
                row("deep", HITS, json("[".repeat(100_000)), "unknown unreadable: answer is not JSON"),
                row(
                        "5 MB",
                        HITS,
                        "HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n" + " ".repeat(5000),
                        "unknown unreadable: answer is longer than 256 KiB"),
                row(
                        "breaks off",
                        HITS,
                        "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{",
                        "unknown unreadable: answer broke"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void eachAnswerIsJudged(String name, Map<String, String> more, String answer, String outcome) throws Exception {
        try (RawServer server = RawServer.that(peer -> {
            peer.readRequest();
            peer.write(answer);
        })) {
            assertThat(outcome(check(server.uri("/_search").toString(), more))).startsWith(outcome);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "ISO-8859-1", "UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32BE"})
    void jsonOfAnyCharsetIsRead(String charset) throws Exception {
        byte[] body = ("{\"owner\": \"Jürgen\", \"last\": \"" + ago(3) + "\"}").getBytes(Charset.forName(charset));
        try (RawServer server = RawServer.that(peer -> {
            peer.readRequest();
            peer.write(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n");
            peer.write(body);
        })) {
            assertThat(outcome(check(server.uri("/").toString(), Map.of("path", "$.last"))))
                    .startsWith("ok fresh");
        }
    }

    private static Arguments half(String name, String body, String outcome) {
        return row(name, HITS, json(body), outcome);
    }

    /** With and without a record in it: neither silent nor stale nor fresh. */
    static Stream<Arguments> halfAnswers() {
        String none = "\"hits\": {\"hits\": []}";
        String old = "\"hits\": {\"hits\": [{\"_source\": {\"@timestamp\": \"" + ago(500) + "\"}}]}";
        String fresh = "\"hits\": {\"hits\": [{\"_source\": {\"@timestamp\": \"" + ago(3) + "\"}}]}";
        String shards = "\"_shards\": {\"total\": 5, \"successful\": %d, \"skipped\": 2, \"failed\": %d}";
        String error = "\"error\": {\"type\": \"search_phase_execution_exception\", \"reason\": \"Bearer s3cr3t\"}";
        Map<String, String> fatal = Map.of(
                "path", "$.results[*].t",
                "time-format", "epoch-seconds",
                "unless", "$.messages[?(@.type == 'FATAL' || @.type == 'ERROR')]");
        Map<String, String> flag = Map.of("path", "$.last", "unless", "$.stale");
        String now = "\"last\": \"" + ago(3) + "\"";
        return Stream.of(
                half(
                        "shards",
                        "{" + String.format(Locale.ROOT, shards, 3, 2) + "," + none + "}",
                        "answer is incomplete: 2 of 5 shards failed"),
                half(
                        "shards, old",
                        "{" + String.format(Locale.ROOT, shards, 4, 1) + "," + old + "}",
                        "answer is incomplete: 1 of 5 shards failed"),
                half(
                        "shards, fresh",
                        "{" + String.format(Locale.ROOT, shards, 0, 5) + "," + fresh + "}",
                        "answer is incomplete: 5 of 5 shards"),
                half("shards alone", "{\"_shards\": {\"failed\": 1}}", "answer is incomplete: 1 shards failed"),
                half("timed out", "{\"timed_out\": true," + none + "}", "answer is incomplete: the search timed out"),
                half(
                        "error",
                        "{" + error + ",\"status\": 400}",
                        "answered with an error (search_phase_execution_exception)"),
                half("error beside hits", "{" + error + "," + old + "}", "answered with an error (search_phase"),
                half("error text", "{\"error\": \"Bearer s3cr3t\"}", "answered with an error"),
                half("error type", "{\"error\": {\"type\": \"Bearer s3cr3t\"}}", "answered with an error"),
                half("error number", "{\"error\": -32602," + none + "}", "answered with an error"),
                half("GraphQL", "{\"data\": null, \"errors\": [{\"message\": \"x\"}]}", "answered with an error"),
                half("bulk", "{\"errors\": true, \"items\": []}", "answered with an error"),
                half(
                        "partial",
                        "{\"is_partial\": true," + none + "}",
                        "answer is incomplete: the search is still running"),
                half(
                        "async",
                        "{\"is_running\": true, \"response\": {" + none + "}}",
                        "answer is incomplete: the search is"),
                half("async alone", "{\"id\": \"FmNJ\", \"is_running\": true}", "answer is incomplete: the search is"),
                half(
                        "async shards",
                        "{\"is_running\": false, \"response\": {" + String.format(Locale.ROOT, shards, 1, 4) + ","
                                + none + "}}",
                        "answer is incomplete: 4 of 5 shards failed"),
                half(
                        "clusters",
                        "{\"_clusters\": {\"skipped\": 1}," + none + "}",
                        "answer is incomplete: 1 of its clusters skipped"),
                half(
                        "clusters failed",
                        "{\"_clusters\": {\"failed\": 2}," + none + "}",
                        "answer is incomplete: 2 of its clusters failed"),
                half(
                        "multi status",
                        "{\"responses\": [{\"status\": 200}, {\"status\": 404, " + error + "}]}",
                        "answered with an error ("),
                half(
                        "multi shards",
                        "{\"responses\": [{" + String.format(Locale.ROOT, shards, 4, 1) + ",\"status\": 200}]}",
                        "answer is incomplete: 1"),
                half(
                        "multi timed out",
                        "{\"responses\": [{\"timed_out\": true}]}",
                        "answer is incomplete: the search timed"),
                row(
                        "fatal message",
                        fatal,
                        json(
                                "{\"messages\": [{\"type\": \"INFO\"}, {\"type\": \"FATAL\", \"text\": \"x\"}], \"results\": []}"),
                        "the answer contains what 'unless' names"),
                row("flag", flag, json("{\"stale\": true," + now + "}"), "the answer contains what 'unless' names"),
                row("text", flag, json("{\"stale\": \"yes\"," + now + "}"), "the answer contains what 'unless' names"),
                row("count", flag, json("{\"stale\": 2," + now + "}"), "the answer contains what 'unless' names"),
                row("list", flag, json("{\"stale\": [0, 1]," + now + "}"), "the answer contains what 'unless' names"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("halfAnswers")
    void halfAnAnswerIsUnknown(String name, Map<String, String> more, String answer, String detail) throws Exception {
        try (RawServer server = RawServer.answering(answer)) {
            Finding finding = check(server.uri("/_search").toString(), more);
            assertThat(outcome(finding)).startsWith("unknown failed: " + detail).doesNotContain("s3cr3t");
        }
    }

    static Stream<Arguments> wholeAnswers() {
        String last = "\"last\": \"" + ago(3) + "\"";
        return Stream.of(
                Arguments.of("skipped shards", "{\"_shards\": {\"failed\": 0, \"skipped\": 9}, " + last + "}"),
                Arguments.of("in time", "{\"timed_out\": false, \"terminated_early\": true, " + last + "}"),
                Arguments.of("no error", "{\"error\": null, \"errors\": [], " + last + "}"),
                Arguments.of("error 0", "{\"error\": 0, \"errors\": 12, " + last + "}"),
                Arguments.of("error text", "{\"error\": \"\", \"errors\": false, " + last + "}"),
                Arguments.of("error 0", "{\"error\": \"0\", " + last + "}"),
                Arguments.of("error False", "{\"error\": \"False\", " + last + "}"),
                Arguments.of("error none", "{\"error\": \"none\", " + last + "}"),
                Arguments.of("error NULL", "{\"error\": \"NULL\", " + last + "}"),
                Arguments.of("error No", "{\"error\": \" No \", " + last + "}"),
                Arguments.of("error OK", "{\"error\": \"OK\", " + last + "}"),
                Arguments.of("error Success", "{\"error\": \"Success\", " + last + "}"),
                Arguments.of("clusters", "{\"_clusters\": {\"skipped\": 0, \"failed\": 0}, " + last + "}"),
                Arguments.of("ended", "{\"is_partial\": false, \"is_running\": false, " + last + "}"),
                Arguments.of("a service that runs", "{\"id\": \"7\", \"is_running\": true, " + last + "}"),
                Arguments.of("multi", "{\"responses\": [{\"status\": 200}], " + last + "}"),
                Arguments.of("unless false", "{\"stale\": false, " + last + "}"),
                Arguments.of("unless null", "{\"stale\": null, " + last + "}"),
                Arguments.of("unless 0", "{\"stale\": 0.0, " + last + "}"),
                Arguments.of("unless empty", "{\"stale\": [], " + last + "}"),
                Arguments.of("unless not there", "{" + last + "}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wholeAnswers")
    void wholeAnswerIsNot(String name, String body) throws Exception {
        try (RawServer server = RawServer.answering(json(body))) {
            Map<String, String> more = Map.of("path", "$.last", "unless", "$.stale");
            assertThat(outcome(check(server.uri("/").toString(), more))).startsWith("ok fresh");
        }
    }

    @Test
    void whatDoesNotAnswerIsUnreachable() throws Exception {
        String gone;
        try (RawServer server = RawServer.that(RawServer.Peer::hang)) {
            gone = server.uri("/").toString();
            assertThat(outcome(check(gone, HITS))).isEqualTo("unknown unreachable: no answer within 1 s");
        }
        assertThat(outcome(check(gone, HITS)))
                .startsWith("unknown unreachable: connection refused: localhost port ")
                .endsWith(" (url)");
    }

    private Finding check(String url, Map<String, String> more) throws Exception {
        Map<String, Object> parameters = new LinkedHashMap<>(
                Map.of("name", "logs", "url", url, "warn-after", "20m", "error-after", "1h", "timeout", "1s"));
        parameters.putAll(more);
        List<Finding> findings =
                new ServiceFolder(directory).add("service-json", parameters).check();
        assertThat(findings).hasSize(1);
        assertThat(findings.get(0).check().value()).isEqualTo("service/logs/records");
        return findings.get(0);
    }
}
