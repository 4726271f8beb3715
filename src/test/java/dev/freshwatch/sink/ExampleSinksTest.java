package dev.freshwatch.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file of examples/sinks as it is shipped, against what its receiver's documentation demands. */
class ExampleSinksTest extends ExampleReceiver {

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

    static Stream<String> examples() {
        return CHECKS.keySet().stream();
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
