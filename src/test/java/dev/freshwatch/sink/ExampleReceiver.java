package dev.freshwatch.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import dev.freshwatch.config.Secret;
import dev.freshwatch.http.BoundedHttpClient;
import dev.freshwatch.http.HttpLimits;
import dev.freshwatch.tls.Trust;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A receiver of the notices of examples/sinks, whose answers a test chooses. */
abstract class ExampleReceiver {

    static final String TOKEN = "T0KEN-of-the-receiver-3456789012";

    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-20T17:00:01Z"));

    static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    final List<String> requests = new CopyOnWriteArrayList<>();

    final List<JsonNode> bodies = new CopyOnWriteArrayList<>();

    HttpServer server;

    int status = 200;

    String answer = "ok";

    String retryAfter;

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

    SinkRoute start(String name) throws Exception {
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

    static SinkOutcome outcome(SinkRoute sink) {
        Throwable failure = catchThrowable(() -> sink.send(Notices.problem()));
        assertThat(failure).isNotNull();
        for (Throwable each : SinkOutcome.chain(failure)) {
            assertThat(String.valueOf(each.getMessage())).doesNotContain(TOKEN);
        }
        return SinkOutcome.of(failure, CLOCK);
    }
}
