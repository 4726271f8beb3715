package dev.freshwatch.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freshwatch.Installed;
import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.State;
import dev.freshwatch.http.BoundedHttpClient;
import dev.freshwatch.http.HttpLimits;
import dev.freshwatch.tls.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example for Alertmanager against a real one: which alerts are active after each notice. */
class RealAlertmanagerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private String url;

    @Test
    void oneAlertIsActiveWhileThereIsAProblem() throws Exception {
        Path program = Installed.program("/usr/bin/prometheus-alertmanager");
        Path config = Files.writeString(
                directory.resolve("alertmanager.yml"), "route: {receiver: none}\nreceivers: [{name: none}]\n");
        int port = freePort();
        url = "http://127.0.0.1:" + port + "/api/v2/alerts";
        Process alertmanager = new ProcessBuilder(
                        program.toString(),
                        "--config.file=" + config,
                        "--storage.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--cluster.listen-address=")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        try (SinkRoute sink = SinkRoute.example(
                "alertmanager",
                Map.of("sink.alertmanager.url", url),
                Map.of(
                        "noticeText", new NoticeText(),
                        "sinkRequest", new SinkRequest(Map.of()),
                        "sinkHttp-alertmanager",
                                new BoundedHttpClient(Trust.of(null, false, null), HttpLimits.of(PATIENCE))))) {
            await("alertmanager").atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> assertThat(active())
                    .isEmpty());
            Instant since = Instant.now();
            Finding stale = Notices.problem("<b>@all</b> {{ .Labels }} \u202e").finding();

            sink.send(notice(Kind.PROBLEM, stale, since, 1));
            assertActive("critical");
            sink.send(notice(Kind.CHANGE, in(State.WARNING, stale), since, 2));
            assertActive("warning");
            sink.send(notice(Kind.CHANGE, stale, since, 3));
            assertActive("critical");
            sink.send(notice(Kind.REMINDER, stale, since, 4));
            assertActive("critical");
            sink.send(notice(Kind.RECOVERY, Notices.recovery().finding(), since, 5));
            assertActive();
            sink.send(notice(Kind.DRILL, Notices.recovery().finding(), Instant.now(), 0));
            assertActive("warning");
        } finally {
            alertmanager.destroy();
            assertThat(alertmanager.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** A few milliseconds apart, as real ones are at least. */
    private static Notice notice(Kind kind, Finding finding, Instant since, int nth) {
        return new Notice(
                "0198a1b2-0000-7000-8000-00000000000" + nth,
                kind,
                Notices.EPISODE,
                finding,
                since,
                since.plusMillis(nth),
                new Notice.Origin("watch.example", 42),
                null);
    }

    private static Finding in(State state, Finding finding) {
        return new Finding(
                finding.check(),
                finding.subject(),
                finding.name(),
                state,
                finding.reason(),
                finding.text(),
                finding.lastActivity(),
                finding.age(),
                finding.limits(),
                finding.observedAt(),
                finding.response());
    }

    private void assertActive(String... severities) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(active()).containsExactlyInAnyOrderElementsOf(List.of(severities)));
    }

    private List<String> active() throws IOException, InterruptedException {
        String text = http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        TreeSet<String> severities = new TreeSet<>();
        for (JsonNode alert : new JsonMapper().readTree(text)) {
            severities.add(alert.path("labels").path("severity").asText());
            assertThat(alert.path("annotations").path("summary").asText()).isNotEmpty();
        }
        return List.copyOf(severities);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
