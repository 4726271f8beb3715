package dev.freshwatch.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freshwatch.MostlyWaits;
import dev.freshwatch.app.OneShotCheck;
import dev.freshwatch.app.WatchApp;
import dev.freshwatch.config.StateSettings;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.history.GoneChecks;
import dev.freshwatch.history.GoneChecks.Outcome;
import dev.freshwatch.history.Look;
import dev.freshwatch.history.LookTable;
import dev.freshwatch.http.RawServer;
import dev.freshwatch.sim.WebhookReceiver;
import dev.freshwatch.store.Store;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A list in a watch: from the first sight of a source to its end, over restarts and reloads. */
class WatchedListTest {

    private static final List<String> ALL = List.of("fw 1", "fw/2", "dc-1");

    @TempDir
    private Path directory;

    private final AtomicReference<String> answer = new AtomicReference<>();

    private static String answer(String status, String body) {
        return "HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private void serve(List<String> sources) {
        List<String> rows = new ArrayList<>();
        sources.forEach(source -> rows.add(
                "{\"id\": \"" + source + "\", \"t\": \"" + Instant.now().plusSeconds(40) + "\"}"));
        answer.set(answer("200 OK", "{\"rows\": [" + String.join(",", rows) + "]}"));
    }

    @BeforeEach
    void allAreThere() {
        serve(ALL);
    }

    private RawServer platform() throws Exception {
        return RawServer.that(peer -> {
            while (peer.readRequest()) {
                peer.write(answer.get());
            }
        });
    }

    private ServiceFolder folder(RawServer platform, WebhookReceiver hooks) {
        ServiceFolder folder = new ServiceFolder(directory)
                .set("alert.unknown-after", "1s")
                .add(
                        "service-list",
                        Map.of(
                                "name", "logs",
                                "what", "events",
                                "url", platform.uri("/list"),
                                "every", "2s",
                                "timeout", "1s",
                                "each", "$.rows[*]",
                                "id", "$.id",
                                "time", "$.t",
                                "limits", "fw*=10m/20m, *=1h"));
        folder.folder().webhook(hooks);
        return folder;
    }

    private static List<String> told(WebhookReceiver hooks) {
        return hooks.hooks().all().stream().map(hook -> line(hook.text())).toList();
    }

    private static String line(String hook) {
        JsonNode event;
        try {
            event = JsonPaths.JSON.readTree(hook);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
        return event.path("type").asText().replace("dev.freshwatch.", "") + " "
                + event.path("subject").asText() + " "
                + event.path("data").path("reason").asText();
    }

    private Outcome forget(String check) {
        return stored(store -> new GoneChecks(store).forget(new CheckId(check), "anna", true));
    }

    private <T> T stored(Function<Store, T> read) {
        try (Store store = Store.beside(
                StateSettings.of("jdbc:sqlite:" + directory.resolve("state/freshwatch.db")), InstantSource.system())) {
            return read.apply(store);
        }
    }

    private List<String> looks() {
        return stored(LookTable::all).stream()
                .map(Look::check)
                .map(CheckId::value)
                .filter(check -> check.startsWith("service/"))
                .toList();
    }

    private static String metrics(WatchApp watch) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + watch.webPort().getAsInt() + "/observe/metrics");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    @MostlyWaits
    void aSourceThatVanishesIsToldAndForgottenOnDemandAlone() throws Exception {
        String gone = "service/logs/events/dc-1";
        try (RawServer platform = platform();
                WebhookReceiver hooks = new WebhookReceiver()) {
            ServiceFolder folder =
                    folder(platform, hooks).set("web.enabled", "true").set("web.port", "0");
            try (WatchApp watch = folder.watch()) {
                await().until(() -> looks().size() == 4);
                assertThat(looks())
                        .containsExactly(
                                "service/logs/events",
                                gone,
                                "service/logs/events/fw~201",
                                "service/logs/events/fw~2F2");
                assertThat(forget(gone)).isInstanceOf(Outcome.Watched.class);
                serve(List.of("fw 1", "fw/2"));
                await().untilAsserted(() -> assertThat(told(hooks)).containsExactly("problem " + gone + " missing"));
                assertThat(watch).isNotNull();
            }
            // over a restart
            try (WatchApp watch = folder.watch()) {
                int asked = platform.requests.size();
                await().until(() -> platform.requests.size() > asked + 2);
                assertThat(metrics(watch)).contains("check=\"" + gone + "\"");
                assertThat(forget(gone)).isEqualTo(new Outcome.Forgotten(true, true));
                await().untilAsserted(() -> assertThat(metrics(watch))
                        .contains("check=\"service/logs/events/fw~201\"")
                        .doesNotContain(gone));
                await().untilAsserted(() -> assertThat(looks()).hasSize(3));
                serve(ALL);
                await().until(() -> looks().size() == 4);
            }
            assertThat(told(hooks)).containsExactly("problem " + gone + " missing");
        }
    }

    @Test
    @MostlyWaits
    void aListThatFailsIsOneNoticeAndItsSourcesSayNothing() throws Exception {
        try (RawServer platform = platform();
                WebhookReceiver hooks = new WebhookReceiver();
                WatchApp watch = folder(platform, hooks).watch()) {
            assertThat(watch).isNotNull();
            await().until(() -> looks().size() == 4);
            answer.set(answer("200 OK", "{\"timed_out\": true, \"rows\": []}"));
            await().untilAsserted(() -> assertThat(told(hooks)).containsExactly("problem service/logs/events failed"));
            int asked = platform.requests.size();
            await().until(() -> platform.requests.size() > asked + 3);
            serve(ALL);
            await().untilAsserted(() -> assertThat(told(hooks))
                    .containsExactly("problem service/logs/events failed", "recovery service/logs/events up"));
        }
    }

    @Test
    void theCommandCheckTellsOfSourcesThatTheWatchKnows() throws Exception {
        try (RawServer platform = platform();
                WebhookReceiver hooks = new WebhookReceiver()) {
            ServiceFolder folder = folder(platform, hooks);
            assertThat(checked(folder, "service/*")).hasSize(4).allMatch(found -> found.startsWith("ok"));
            assertThat(checked(folder, "service/logs/events/fw*"))
                    .containsExactly(
                            "ok service/logs/events", "ok service/logs/events/fw~201", "ok service/logs/events/fw~2F2");
            assertThat(checked(folder, "dc-1*"))
                    .containsExactly("ok service/logs/events", "ok service/logs/events/dc-1");
            assertThat(checked(folder, "service/logs/events/none")).isEmpty();
            assertThat(checked(folder, "esm/*")).isEmpty();
            try (WatchApp watch = folder.watch()) {
                assertThat(watch).isNotNull();
                await().until(() -> looks().size() == 4);
            }
            serve(List.of("fw 1", "fw/2"));
            assertThat(checked(folder, "service/*")).contains("critical service/logs/events/dc-1");
        }
    }

    /** Twenty megabytes, in which a few rows are watched. */
    @Test
    void aLargeListIsReadRowByRow() throws Exception {
        int rows = 100_000;
        String padding = "x".repeat(170);
        try (RawServer platform = RawServer.that(peer -> {
                    while (peer.readRequest()) {
                        peer.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"rows\": [");
                        for (int i = 0; i < rows; i += 100) {
                            StringBuilder some = new StringBuilder();
                            for (int j = i; j < i + 100; j++) {
                                some.append(j == 0 ? "" : ",")
                                        .append("{\"id\": \"s")
                                        .append(j)
                                        .append("\", \"t\": \"2026-01-01T00:00:00Z\", \"p\": \"")
                                        .append(padding)
                                        .append("\"}");
                            }
                            peer.write(some.toString());
                        }
                        peer.write("]}");
                        return;
                    }
                });
                WebhookReceiver hooks = new WebhookReceiver()) {
            ServiceFolder folder = new ServiceFolder(directory)
                    .add(
                            "service-list",
                            Map.of(
                                    "name", "logs",
                                    "what", "events",
                                    "url", platform.uri("/list"),
                                    "each", "$.rows[*]",
                                    "id", "$.id",
                                    "time", "$.t",
                                    "include", "s4711, s99999",
                                    "max-bytes", "22MB",
                                    "error-after", "1h"));
            folder.folder().webhook(hooks);
            assertThat(checked(folder, "service/*"))
                    .containsExactly(
                            "ok service/logs/events",
                            "critical service/logs/events/s4711",
                            "critical service/logs/events/s99999");
        }
    }

    private static List<String> checked(ServiceFolder folder, String only) throws Exception {
        try (OneShotCheck asking = folder.ask()) {
            return asking.check(Duration.ofSeconds(60), CheckFilter.of(List.of(only))).stream()
                    .map(WatchedListTest::line)
                    .sorted((one, other) -> one.replaceFirst("\\w+ ", "").compareTo(other.replaceFirst("\\w+ ", "")))
                    .toList();
        }
    }

    private static String line(Finding finding) {
        return finding.state().word() + " " + finding.check();
    }
}
