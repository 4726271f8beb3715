package dev.freshwatch.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.MostlyWaits;
import dev.freshwatch.app.OneShotCheck;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.http.RawServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code service-http} makes of what a URL answers. */
class HttpServiceTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nLogin here\n";

    @TempDir
    private Path directory;

    private static Arguments row(String name, String outcome, RawServer.Behaviour behaviour) {
        return Arguments.of(name, outcome, behaviour);
    }

    private static RawServer.Behaviour after(String answer) {
        return peer -> {
            peer.readRequest();
            peer.write(answer);
        };
    }

    private static String status(String line, String more) {
        return "HTTP/1.1 " + line + "\r\n" + more + "Content-Length: 0\r\n\r\n";
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                row("as it should", "ok up: answered HTTP 200", after(OK)),
                row("later than slow-after", "warning slow: answered only after 1.", peer -> {
                    peer.readRequest();
                    peer.pause(1100);
                    peer.write(OK);
                }),
                row("later than down-after", "critical down: no answer within 2 s", RawServer.Peer::hang),
                row("drips", "critical down: answer not complete within 2 s", peer -> {
                    peer.readRequest();
                    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
                    peer.drip("Login");
                }),
                row("resets", "critical down: connection was closed before an answer", peer -> {
                    peer.readRequest();
                    peer.reset();
                }),
                row("breaks off", "critical down: answer broke off", peer -> {
                    peer.readRequest();
                    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nLogin");
                }),
                row("wrong status", "critical down: answered HTTP 503 (expected 200)", after(status("503 No", ""))),
                row(
                        "redirect with a token",
                        "critical down: answered HTTP 302 to https://sso.example/in (expected 200)",
                        after(status("302 Found", "Location: https://sso.example/in?token=abc\r\n"))),
                row(
                        "wrong content",
                        "critical down: answered without the text 'Login'",
                        after("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")),
                row(
                        "5 MB",
                        "critical down: answer is longer than 256 KiB",
                        after("HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n" + "Login".repeat(1000))),
                row("not HTTP", "critical down: answer is not HTTP", after("SSH-2.0-OpenSSH_9.2\r\n")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    @MostlyWaits
    void eachAnswerIsJudged(String name, String outcome, RawServer.Behaviour behaviour) throws Exception {
        try (RawServer server = RawServer.that(behaviour)) {
            Finding finding = check(Map.of("url", server.uri("/in"), "text", "Login"));

            assertThat(outcome(finding)).startsWith(outcome);
            assertThat(finding.name()).isEqualTo("wiki http");
            assertThat(finding.check().value()).isEqualTo("service/wiki/http");
            assertThat(finding.message()).doesNotContain("token");
        }
    }

    @Test
    void whatIsSentIsWhatTheParametersSay() throws Exception {
        try (RawServer server = RawServer.answering(status("204 No Content", ""))) {
            Finding finding = check(Map.of(
                    "url", server.uri("/search?size=1&q=a%20b"),
                    "method", "POST",
                    "headers", "Authorization: secret.wiki\nX-Scope: soc, all\n",
                    "body", "{\"q\": \"${body} 'ü'\"}",
                    "status", "200,204"));

            assertThat(outcome(finding)).isEqualTo("ok up: answered HTTP 204");
            assertThat(server.requests).hasSize(1);
            assertThat(server.requests.get(0))
                    .startsWith("POST /search?size=1&q=a%20b HTTP/1.1")
                    .contains("Authorization: Bearer s3cr3t-token")
                    .contains("X-Scope: soc, all")
                    .containsIgnoringCase("Content-Type: application/json")
                    .contains("User-Agent: Freshwatch")
                    .contains("{\"q\": \"${body} 'ü'\"}")
                    .doesNotContainIgnoringCase("Freshwatch-");
        }
    }

    @Test
    void nobodyListensAndNobodyKnowsTheName() throws Exception {
        URI gone;
        try (RawServer server = RawServer.answering(OK)) {
            gone = server.uri("/");
        }
        assertThat(outcome(check(Map.of("url", gone))))
                .isEqualTo("critical down: connection refused: localhost port " + gone.getPort() + " (url)");
        assertThat(outcome(check(Map.of("url", "http://wiki.invalid/"))))
                .isEqualTo("critical down: unknown host wiki.invalid (url)");
    }

    @Test
    void textIsFoundInAPageOfAnyCharset() throws Exception {
        byte[] page = "<html><head><meta charset=iso-8859-1></head>Gäste".getBytes(StandardCharsets.ISO_8859_1);
        try (RawServer server = RawServer.that(peer -> {
            peer.readRequest();
            peer.write("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: " + page.length + "\r\n\r\n");
            peer.write(page);
        })) {
            assertThat(outcome(check(Map.of("url", server.uri("/"), "text", "Gäste"))))
                    .isEqualTo("ok up: answered HTTP 200");
        }
    }

    /** Two looks at one host, again and again; the second of each round finds the connection of the first. */
    @Test
    void frontThatClosesAfterEachAnswerAndDoesNotSaySoIsNotDown() throws Exception {
        try (RawServer server = RawServer.that(peer -> {
                    if (peer.readRequest()) {
                        peer.write(OK);
                        peer.pause(5);
                    }
                });
                OneShotCheck asking = new ServiceFolder(directory)
                        .add("service-http", Map.of("name", "wiki", "url", server.uri("/")))
                        .add(
                                "service-http",
                                Map.of("name", "search", "url", server.uri("/"), "method", "POST", "body", "{}"))
                        .ask()) {
            for (int round = 0; round < 30; round++) {
                assertThat(asking.check(Duration.ofSeconds(90), CheckFilter.ALL))
                        .hasSize(2)
                        .allMatch(finding -> outcome(finding).equals("ok up: answered HTTP 200"));
            }
        }
    }

    private Finding check(Map<String, ?> more) throws Exception {
        Files.writeString(directory.resolve("wiki.token"), "Bearer s3cr3t-token\n");
        Map<String, Object> parameters =
                new LinkedHashMap<>(Map.of("name", "wiki", "slow-after", "1s", "down-after", "2s"));
        parameters.putAll(more);
        List<Finding> findings = new ServiceFolder(directory)
                .set("secret.wiki", "{{file:wiki.token}}")
                .add("service-http", parameters)
                .check();
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    static String outcome(Finding finding) {
        return finding.state().word() + " " + finding.reason().word() + ": " + finding.text();
    }
}
