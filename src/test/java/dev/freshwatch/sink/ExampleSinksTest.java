package dev.freshwatch.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.config.Secret;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.http.BoundedHttpClient;
import dev.freshwatch.http.HttpLimits;
import dev.freshwatch.tls.Trust;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file of examples/sinks as it is shipped, against what its receiver's documentation demands. */
class ExampleSinksTest {

    private static final String TOKEN = "T0KEN-of-the-receiver-3456789012";
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-20T17:00:01Z"));
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** What the documentation that each file names demands of a body. */
    private static final Map<String, Consumer<JsonNode>> CHECKS = new TreeMap<>(Map.of(
            "slack", body -> slack(body, "text", "mrkdwn", "unfurl_links", "unfurl_media"),
            "slack-bot",
                    body -> {
                        slack(body, "channel", "text", "mrkdwn", "parse", "unfurl_links", "unfurl_media");
                        assertThat(body.path("channel").asText()).isEqualTo("C0123456789");
                    },
            "teams", ExampleSinksTest::teams,
            "mattermost",
                    body -> {
                        fields(body, "text");
                        assertThat(body.path("text").asText())
                                .hasSizeBetween(1, 4000)
                                .doesNotContainPattern("@[A-Za-z]");
                        assertThat(body.path("text").asText().replaceAll("\\\\.", ""))
                                .doesNotContainPattern("[`*_~<>\\[\\]#|]");
                    },
            "telegram",
                    body -> {
                        fields(body, "chat_id", "text", "link_preview_options");
                        assertThat(body.path("text").asText())
                                .hasSizeBetween(1, 4096)
                                .doesNotContainPattern("@[A-Za-z]");
                    },
            "ntfy",
                    body -> {
                        fields(body, "topic", "title", "message", "tags");
                        assertThat(body.path("message").asText().getBytes(StandardCharsets.UTF_8))
                                .hasSizeBetween(1, 4096);
                    },
            "pagerduty", ExampleSinksTest::pagerduty,
            "alertmanager", ExampleSinksTest::alertmanager,
            "goalert",
                    body -> {
                        fields(body, "summary", "details", "dedup", "action");
                        assertThat(body.path("summary").asText()).hasSizeBetween(1, 1024);
                        assertThat(body.path("action").asText()).isIn("", "close");
                    },
            "keep",
                    body -> {
                        assertThat(body.path("severity").asText()).isIn("critical", "high", "warning", "info", "low");
                        assertThat(body.path("status").asText()).isIn("firing", "resolved");
                        assertThat(body.path("source").isArray()).isTrue();
                    }));

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<JsonNode> bodies = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private int status = 200;
    private String answer = "ok";
    private String retryAfter;

    @TempDir
    private Path folder;

    @BeforeEach
    void aReceiver() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", exchange -> {
            StringBuilder head = new StringBuilder(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchange.getRequestHeaders()
                    .forEach((name, value) ->
                            head.append('\n').append(name).append(": ").append(value.get(0)));
            requests.add(head.toString());
            bodies.add(STRICT.readTree(exchange.getRequestBody().readAllBytes()));
            if (retryAfter != null) {
                exchange.getResponseHeaders().set("Retry-After", retryAfter);
            }
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    static Stream<String> examples() {
        return CHECKS.keySet().stream();
    }

    private SinkRoute start(String name) throws Exception {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        boolean inAddress =
                List.of("slack", "teams", "mattermost", "telegram", "goalert").contains(name);
        String secret = inAddress ? url + "hook/" + TOKEN + "?sig=" + TOKEN : "Bearer " + TOKEN;
        return SinkRoute.example(
                name,
                Map.of(
                        "sink." + name + ".url",
                        url,
                        "sink.slack-bot.channel",
                        "C0123456789",
                        "sink.telegram.chat",
                        "-1001234567890",
                        "sink.ntfy.topic",
                        "soc-watch"),
                Map.of(
                        "noticeText",
                        new NoticeText(),
                        "sinkRequest",
                        new SinkRequest(
                                Map.of("secret." + name, new Secret(name.equals("pagerduty") ? TOKEN : secret))),
                        "sinkHttp-" + name,
                        new BoundedHttpClient(Trust.of(null, false, null), HttpLimits.of(Duration.ofSeconds(60)))));
    }

    private static List<Notice> notices() {
        List<Notice> all = new ArrayList<>();
        all.add(Notices.problem());
        all.add(Notices.recovery());
        for (Kind kind : Kind.values()) {
            all.add(Notices.bare(
                    kind, kind == Kind.RECOVERY || kind == Kind.HEALED ? State.OK : State.WARNING, Reason.DOWN));
        }
        all.add(Notices.bare(Kind.CHANGE, State.UNKNOWN, Reason.TIMEOUT));
        all.add(Notices.group(Kind.PROBLEM, 7));
        all.add(Notices.group(Kind.PROBLEM, 900));
        Stream.concat(
                        Notices.hostileNames(),
                        Stream.of(
                                "@channel @here @all <!everyone> <!channel> *b* _i_ [x](http://evil.example) `c`",
                                "@evil".repeat(2500)))
                .forEach(name -> {
                    all.add(Notices.problem(name));
                    all.add(Notices.saying(name));
                });
        return all;
    }

    @Test
    void everyExampleIsTested() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("examples/sinks"))) {
            assertThat(files.map(file -> file.getFileName().toString().replaceAll("sink-|\\.camel\\.yaml", ""))
                            .filter(name -> !name.equals("file") && !name.equals("kafka")))
                    .containsExactlyInAnyOrderElementsOf(CHECKS.keySet());
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void sendsWhatItsReceiverTakes(String name) throws Exception {
        answer = "";
        try (SinkRoute sink = start(name)) {
            for (Notice notice : notices()) {
                sink.send(notice, SinkRoute.leftOver());
                JsonNode body = bodies.get(bodies.size() - 1);
                assertThat(body.toString())
                        .as(notice.kind() + " " + notice.finding().subject())
                        .satisfies(any -> CHECKS.get(name).accept(body));
                assertThat(body.toString()).doesNotContainPattern("[\\u202A-\\u202E\\u2066-\\u2069\\u0000-\\u001f]");
                assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(body.toString()))
                        .isTrue();
            }
        }
        assertThat(requests).allSatisfy(request -> assertThat(request)
                .startsWith("POST /")
                .contains("Content-type: application/json")
                .doesNotContain("LEFTOVER")
                .doesNotContain("Freshwatch-"));
        assertThat(bodies.get(0).toString()).contains("newest event is 47 min old");
        assertThat(requests.get(0) + bodies.get(0)).satisfies(sent -> {
            if (!name.equals("alertmanager")) {
                assertThat(sent).contains(TOKEN);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("examples")
    void obeysRetryAfterAndRepeatsTheReceiversWordsWithoutSecrets(String name) throws Exception {
        try (SinkRoute sink = start(name)) {
            status = 429;
            retryAfter = "17";
            answer = "{\"message\": \"slow down, " + TOKEN + "\\u202e\\n<now>\"}";
            SinkOutcome late = outcome(sink);
            assertThat(late).isInstanceOf(SinkOutcome.Retry.class);
            assertThat(((SinkOutcome.Retry) late).after()).isEqualTo(Duration.ofSeconds(17));
            assertThat(late.reason())
                    .startsWith("answered HTTP 429: slow down, ")
                    .contains("<now>");
            if (!name.equals("alertmanager")) {
                assertThat(late.reason()).contains("xxxxxx");
                assertThat(late.reason()).doesNotContain(TOKEN);
            }
            retryAfter = null;
            status = 403;
            answer = "<html>the page of a gateway</html>";
            assertThat(outcome(sink)).isEqualTo(new SinkOutcome.Permanent("answered HTTP 403"));
            status = 410;
            answer = "channel_is_archived";
            assertThat(outcome(sink)).isEqualTo(new SinkOutcome.Permanent("answered HTTP 410: channel_is_archived"));
            status = 503;
            answer = "";
            assertThat(outcome(sink)).isInstanceOf(SinkOutcome.Retry.class);
        }
    }

    /** Where the receiver keeps alerts, a recovery ends the alert of its problem. */
    @ParameterizedTest
    @CsvSource({
        "pagerduty,    /dedup_key,      /event_action, trigger,                  resolve",
        "goalert,      /dedup,          /action,       '',                       close",
        "keep,         /fingerprint,    /status,       firing,                   resolved",
        "alertmanager, /0/labels/check, /0/endsAt,     2026-12-20T17:00:00.123Z, 2026-11-20T17:00:00.123Z"
    })
    void aRecoveryEndsItsProblem(String name, String key, String place, String open, String ended) throws Exception {
        try (SinkRoute sink = start(name)) {
            sink.send(Notices.problem());
            sink.send(Notices.recovery());
        }
        assertThat(bodies.get(0).at(key).asText())
                .isNotEmpty()
                .isEqualTo(bodies.get(1).at(key).asText());
        assertThat(bodies.get(0).at(place).asText("none")).isEqualTo(open);
        assertThat(bodies.get(1).at(place).asText("none")).isEqualTo(ended);
    }

    @Test
    void aRefusalInsideAnAcceptance() throws Exception {
        try (SinkRoute sink = start("slack-bot")) {
            answer = "{\"ok\": true, \"ts\": \"1503435956.000247\"}";
            assertThatCode(() -> sink.send(Notices.problem())).doesNotThrowAnyException();
            answer = "{\"ok\": false, \"error\": \"is_archived\"}";
            assertThat(outcome(sink)).isEqualTo(new SinkOutcome.Permanent("refused: is_archived"));
            assertThat(SinkOutcome.refusesCredentials(catchThrowable(() -> sink.send(Notices.problem()))))
                    .isFalse();
            answer = "{\"ok\": false, \"error\": \"token_revoked\"}";
            assertThat(SinkOutcome.refusesCredentials(catchThrowable(() -> sink.send(Notices.problem()))))
                    .as("the file of the token is read again, as after a 401")
                    .isTrue();
            answer = "{\"ok\": false, \"error\": \"internal_error\"}";
            assertThat(outcome(sink)).isEqualTo(new SinkOutcome.Retry("refused: internal_error", null));
        }
    }

    @Test
    void telegramSaysHowLongToWaitInTheBody() throws Exception {
        try (SinkRoute sink = start("telegram")) {
            status = 429;
            answer = "{\"ok\":false,\"error_code\":429,\"description\":\"Too Many Requests: retry after 14\","
                    + "\"parameters\":{\"retry_after\":14}}";
            assertThat(outcome(sink))
                    .isEqualTo(new SinkOutcome.Retry(
                            "answered HTTP 429: Too Many Requests: retry after 14", Duration.ofSeconds(14)));
        }
    }

    @Test
    void aReceiverThatRepeatsAPartOfTheAddressDoesNotReveal() throws Exception {
        String secret = "AAE-x7Yz%2Bq_secret";
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/bot123456789:" + secret + "/sendMessage";
        try (SinkRoute sink = SinkRoute.example(
                "telegram",
                Map.of("sink.telegram.chat", "1"),
                Map.of(
                        "noticeText", new NoticeText(),
                        "sinkRequest", new SinkRequest(Map.of("secret.telegram", new Secret(url))),
                        "sinkHttp-telegram",
                                new BoundedHttpClient(
                                        Trust.of(null, false, null), HttpLimits.of(Duration.ofSeconds(60)))))) {
            status = 400;
            answer = "{\"description\": \"token " + secret + " and AAE-x7Yz+q_secret\"}";
            assertThat(outcome(sink).reason()).isEqualTo("answered HTTP 400: token xxxxxx and xxxxxx");
        }
    }

    @Test
    void aSecretThatIsNotSetIsNamed() throws Exception {
        try (SinkRoute sink = SinkRoute.example(
                "slack",
                Map.of(),
                Map.of(
                        "noticeText", new NoticeText(),
                        "sinkRequest", new SinkRequest(Map.of()),
                        "sinkHttp-slack",
                                new BoundedHttpClient(
                                        Trust.of(null, false, null), HttpLimits.of(Duration.ofSeconds(60)))))) {
            assertThat(outcome(sink).reason()).startsWith("secret.slack is not set: write secret.slack=");
        }
    }

    @Test
    void aFileIsPrivateAndOpenedForEachNotice() throws Exception {
        try (SinkRoute sink = SinkRoute.example(
                "file", Map.of("sink.file.path", "notices.json"), Map.of("noticeFile", new NoticeFile(folder)))) {
            Path file = folder.resolve("notices.json");
            sink.send(Notices.problem());
            sink.send(Notices.problem("two\r\nlines"));
            assertThat(Files.readAllLines(file)).hasSize(2);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            Files.move(file, folder.resolve("notices.json.1"));
            sink.send(Notices.recovery());
            assertThat(STRICT.readTree(Files.readString(file))
                            .path("data")
                            .path("kind")
                            .asText())
                    .isEqualTo("recovery");
            Files.writeString(file, "{\"specversion\":\"1.0\",\"id\":");
            sink.send(Notices.problem());
            assertThat(Files.readAllLines(file))
                    .as("what a killed process left unfinished spoils no other line")
                    .hasSize(2)
                    .last()
                    .satisfies(line -> assertThat(
                                    STRICT.readTree(line).path("subject").asText())
                            .isNotEmpty());
            Files.delete(file);
            Files.createDirectory(file);
            assertThat(outcome(sink)).isInstanceOf(SinkOutcome.Retry.class);
        }
    }

    private static SinkOutcome outcome(SinkRoute sink) {
        Throwable failure = catchThrowable(() -> sink.send(Notices.problem()));
        assertThat(failure).isNotNull();
        for (Throwable each : SinkOutcome.chain(failure)) {
            assertThat(String.valueOf(each.getMessage())).doesNotContain(TOKEN);
        }
        return SinkOutcome.of(failure, CLOCK);
    }

    private static void fields(JsonNode body, String... names) {
        List<String> found = new ArrayList<>();
        body.fieldNames().forEachRemaining(found::add);
        assertThat(found).containsExactlyInAnyOrder(names);
    }

    private static void slack(JsonNode body, String... names) {
        fields(body, names);
        assertThat(body.path("text").asText())
                .hasSizeBetween(1, 4000)
                .doesNotContain("<", ">")
                .doesNotContainPattern("&(?!(amp|lt|gt);)");
        assertThat(body.path("mrkdwn").asBoolean(true)).isFalse();
    }

    private static void teams(JsonNode body) {
        assertThat(body.toString().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(28_000);
        assertThat(body.path("type").asText()).isEqualTo("message");
        JsonNode card = body.path("attachments").path(0).path("content");
        assertThat(card.path("type").asText()).isEqualTo("AdaptiveCard");
        JsonNode run = card.path("body").path(0).path("inlines").path(0);
        assertThat(run.path("type").asText()).isEqualTo("TextRun");
        assertThat(run.path("text").asText()).isNotEmpty();
        assertThat(run.path("color").asText()).isIn("attention", "warning", "accent", "good");
    }

    private static void pagerduty(JsonNode body) {
        fields(body, "event_action", "dedup_key", "client", "payload", "routing_key");
        assertThat(body.path("routing_key").asText()).hasSize(32);
        assertThat(body.path("event_action").asText()).isIn("trigger", "resolve");
        assertThat(body.path("dedup_key").asText()).isEqualTo(Notices.EPISODE);
        JsonNode payload = body.path("payload");
        assertThat(payload.path("summary").asText()).hasSizeBetween(1, 1024);
        assertThat(payload.path("severity").asText()).isIn("critical", "error", "warning", "info");
        assertThat(payload.path("source").asText()).isNotEmpty();
        Instant.parse(payload.path("timestamp").asText());
    }

    private static void alertmanager(JsonNode body) {
        assertThat(body).hasSize(3);
        for (JsonNode alert : body) {
            assertThat(alert.path("labels").path("alertname").asText()).isEqualTo("Freshwatch");
            Instant from = Instant.parse(alert.path("startsAt").asText());
            assertThat(Instant.parse(alert.path("endsAt").asText())).isAfterOrEqualTo(from);
        }
    }
}
