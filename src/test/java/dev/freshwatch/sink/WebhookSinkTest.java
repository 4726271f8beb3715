package dev.freshwatch.sink;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshwatch.config.Secret;
import dev.freshwatch.config.SinkSettings;
import dev.freshwatch.config.TlsSettings;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.http.BoundedHttpClient;
import dev.freshwatch.http.HttpLimits;
import dev.freshwatch.http.RawServer;
import dev.freshwatch.sink.SinkOutcome.Permanent;
import dev.freshwatch.sink.SinkOutcome.Retry;
import dev.freshwatch.tls.Trust;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The webhook route against a listener that shows every byte. */
@Timeout(180)
class WebhookSinkTest {

    private static final String ACCEPTED = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";
    private static final Secret KEY = new Secret("TOPSECRET-KEY");

    @Test
    void postsTheEventWithItsSignatureAndTheConfiguredHeadersAndNothingElse() throws Exception {
        try (Peer peer = Peer.start(
                        Peer.http("HTTP/1.1 200 OK\r\nSet-Cookie: a=LEFTOVER\r\nContent-Length: 2\r\n\r\nok"));
                SinkRoute route = start(
                        "http://127.0.0.1:" + peer.port() + "/in/TOKEN?room=a%2Fb&x=1",
                        KEY,
                        Map.of("Authorization", new Secret("Bearer CONFIGURED")))) {
            route.send(Notices.problem(), SinkRoute.leftOver());
            String request = peer.next();
            String[] parts = request.split("\r\n\r\n", 2);
            byte[] body = parts[1].getBytes(StandardCharsets.ISO_8859_1);

            assertThat(parts[0]).startsWith("POST /in/TOKEN?room=a%2Fb&x=1 HTTP/1.1\r\n");
            List<String> headers = parts[0].lines().skip(1).toList();
            assertThat(headers)
                    .contains(
                            "Content-Type: application/cloudevents+json",
                            "X-Freshwatch-Signature: sha256=" + hmac(body),
                            "Authorization: Bearer CONFIGURED",
                            "Host: 127.0.0.1:" + peer.port(),
                            "Content-Length: " + body.length);
            assertThat(headers)
                    .extracting(header -> header.substring(0, header.indexOf(':')))
                    .isSubsetOf(
                            "Content-Type",
                            "X-Freshwatch-Signature",
                            "Authorization",
                            "Host",
                            "Content-Length",
                            "Connection",
                            "User-Agent");
            assertThat(body).isEqualTo(CloudEvent.bytes(Notices.problem()));

            route.send(Notices.problem(), SinkRoute.leftOver());
            String again = peer.next();
            assertThat(again).isEqualTo(request);
            assertThat(again).doesNotContain("LEFTOVER");
        }
    }

    @Test
    void withoutASecretThereIsNoSignature() throws Exception {
        try (Peer peer = Peer.start(Peer.http(ACCEPTED));
                SinkRoute route = start("http://127.0.0.1:" + peer.port() + "/", null, Map.of())) {
            route.send(Notices.recovery());
            assertThat(peer.next()).doesNotContain("Signature").contains("\"kind\":\"recovery\"");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.freshwatch.sink.Notices#hostileNames")
    void hostileNameArrivesAsItStands(String name) throws Exception {
        try (Peer peer = Peer.start(Peer.http(ACCEPTED));
                SinkRoute route = start("http://127.0.0.1:" + peer.port() + "/", KEY, Map.of())) {
            route.send(Notices.problem(name));
            String body = peer.next().split("\r\n\r\n", 2)[1];
            assertThat(new ObjectMapper()
                            .readTree(body.getBytes(StandardCharsets.ISO_8859_1))
                            .at("/data/name")
                            .textValue())
                    .isEqualTo(PlainText.name(name + " events"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "200, -,         -",
                "204, -,         -",
                "301, -,         'Retry[reason=answered HTTP 301, a redirect, which is not followed, after=null]'",
                "400, -,         Permanent[reason=answered HTTP 400]",
                "401, -,         Permanent[reason=answered HTTP 401]",
                "404, 10,        'Retry[reason=answered HTTP 404, after=PT10S]'",
                "407, -,         'Retry[reason=answered HTTP 407 (a proxy requires a login), after=null]'",
                "410, -,         Permanent[reason=answered HTTP 410]",
                "408, -,         'Retry[reason=answered HTTP 408, after=null]'",
                "425, -,         'Retry[reason=answered HTTP 425, after=null]'",
                "429, 120,       'Retry[reason=answered HTTP 429, after=PT2M]'",
                "500, -,         'Retry[reason=answered HTTP 500, after=null]'",
                "503, 7200,      'Retry[reason=answered HTTP 503, after=PT1H]'"
            })
    void theAnswerDecides(int status, String retryAfter, String outcome) throws Exception {
        String answer = "HTTP/1.1 " + status + " Whatever\r\nLocation: /TOKEN\r\n"
                + (retryAfter == null ? "" : "Retry-After: " + retryAfter + "\r\n")
                + (status == 204 ? "\r\n" : "Content-Length: 4\r\n\r\nbody");
        try (Peer peer = Peer.start(Peer.http(answer));
                SinkRoute route = start("http://127.0.0.1:" + peer.port() + "/TOKEN", KEY, Map.of())) {
            SinkOutcome got = outcome(route);
            assertThat(got == null ? null : got.toString()).isEqualTo(outcome);
            peer.next();
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 999999999\r\n\r\nthe beginning",
                "Content-Length: 20\r\n\r\nbroke off",
                "Transfer-Encoding: chunked\r\n\r\nnonsense\r\n",
                "Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnone",
                "Content-Encoding: br\r\nContent-Length: 4\r\n\r\nnone"
            })
    void whatIsTakenIsTakenWhateverItsBody(String rest) throws Exception {
        try (Peer peer = Peer.start(Peer.http("HTTP/1.1 200 OK\r\n" + rest));
                SinkRoute route = start("http://127.0.0.1:" + peer.port() + "/", KEY, Map.of())) {
            assertThat(outcome(route)).isNull();
            peer.next();
            assertThat(outcome(route)).isNull();
            peer.next();
        }
    }

    @Test
    void noAnswerIsTriedAgain() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        try (SinkRoute route = start("http://127.0.0.1:" + port + "/TOKEN", KEY, Map.of())) {
            assertThat(outcome(route)).isInstanceOf(Retry.class);
        }
        try (Peer peer = Peer.start(Peer.deaf());
                SinkRoute route =
                        start("http://127.0.0.1:" + peer.port() + "/TOKEN", KEY, Map.of(), Duration.ofMillis(800))) {
            long start = System.nanoTime();
            assertThat(outcome(route)).isInstanceOf(Retry.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
        }
        try (Peer peer = Peer.start(Peer.http("not HTTP at all\r\n\r\n"));
                SinkRoute route = start("http://127.0.0.1:" + peer.port() + "/TOKEN", KEY, Map.of())) {
            assertThat(outcome(route)).isInstanceOf(Retry.class);
        }
    }

    @Test
    void neitherUrlNorSecretsAreInAnyLogOrException() throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        // the most that log.level gives to libraries
        root.setLevel(Level.INFO);
        try (Peer peer = Peer.start(Peer.http("HTTP/1.1 403 Forbidden TOKEN\r\nContent-Length: 5\r\n\r\nTOKEN"));
                SinkRoute route = start(
                        "http://127.0.0.1:" + peer.port() + "/in/TOKEN?t=TOKEN",
                        KEY,
                        Map.of("X-Key", new Secret("TOPSECRET-HEADER")))) {
            assertThat(outcome(route)).isEqualTo(new Permanent("answered HTTP 403"));
        } finally {
            root.setLevel(before);
            root.detachAppender(log);
        }
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(line -> line.contains("TOKEN") || line.contains("TOPSECRET"));
    }

    @Test
    void receiverThatClosesAfterEachAnswerLosesNoNotice() throws Exception {
        try (RawServer server = RawServer.that(peer -> {
                    if (peer.readRequest()) {
                        peer.write(ACCEPTED);
                        peer.awaitRequest();
                    }
                });
                SinkRoute route = start(server.uri("/hook").toString(), KEY, Map.of())) {
            for (int i = 0; i < 20; i++) {
                assertThat(outcome(route)).as("notice %d", i).isNull();
            }
            assertThat(server.requests).hasSize(20);
        }
    }

    private static SinkRoute start(String url, Secret secret, Map<String, Secret> headers) throws Exception {
        return start(url, secret, headers, Duration.ofSeconds(20));
    }

    private static SinkRoute start(String url, Secret secret, Map<String, Secret> headers, Duration timeout)
            throws Exception {
        SinkSettings.Webhook settings =
                new SinkSettings.Webhook(URI.create(url), secret, headers, timeout, TlsSettings.DEFAULT);
        return SinkRoute.start(
                "webhook",
                Map.of(),
                Map.of(
                        "webhookRequest",
                        new WebhookRequest(settings),
                        "webhookHttp",
                        new BoundedHttpClient(
                                Trust.of(null, false),
                                HttpLimits.of(settings.requestTimeout()).withoutBodies())));
    }

    /** Null = taken. */
    private static SinkOutcome outcome(SinkRoute route) {
        try {
            route.send(Notices.problem());
            return null;
        } catch (Exception e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            assertThat(trace.toString()).doesNotContain("TOKEN", "TOPSECRET");
            return SinkOutcome.of(e, InstantSource.system());
        }
    }

    private static String hmac(byte[] body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body));
    }
}
