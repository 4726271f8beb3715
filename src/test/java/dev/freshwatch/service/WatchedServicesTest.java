package dev.freshwatch.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.freshwatch.MostlyWaits;
import dev.freshwatch.app.OneShotCheck;
import dev.freshwatch.app.WatchApp;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.http.RawServer;
import dev.freshwatch.sim.WebhookReceiver;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Services in a watch without any platform: from the look to the notice. */
class WatchedServicesTest {

    private static final String UP = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private static final String DOWN = "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n";

    @TempDir
    private Path directory;

    private static List<String> told(WebhookReceiver hooks) {
        return hooks.hooks().all().stream().map(hook -> hook.text()).toList();
    }

    @Test
    void aServiceThatGoesDownAndComesBackIsToldOnceEachAndNoSecretShows() throws Exception {
        AtomicReference<String> answer = new AtomicReference<>(UP);
        Files.writeString(directory.resolve("wiki.token"), "Bearer s3cr3t-t0ken\n");
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        // the most that log.level gives
        root.setLevel(Level.INFO);
        Logger ours = (Logger) LoggerFactory.getLogger("dev.freshwatch");
        ours.setLevel(Level.TRACE);
        try (RawServer server = RawServer.that(peer -> {
                    while (peer.readRequest()) {
                        peer.write(answer.get());
                    }
                });
                WebhookReceiver hooks = new WebhookReceiver()) {
            ServiceFolder folder = new ServiceFolder(directory)
                    .set("secret.wiki", "{{file:wiki.token}}")
                    .set("secret.wiki-url", server.uri("/?token=s3cr3t-url"))
                    .add(
                            "service-http",
                            Map.of(
                                    "name", "wiki",
                                    "url", "secret.wiki-url",
                                    "headers", "Authorization: secret.wiki",
                                    "every", "2s",
                                    "down-after", "1s"));
            folder.folder().webhook(hooks);
            try (WatchApp watch = folder.watch()) {
                assertThat(watch).isNotNull();
                await().until(() -> server.requests.size() > 1);
                answer.set(DOWN);
                await().until(() -> told(hooks).size() == 1);
                int asked = server.requests.size();
                await().until(() -> server.requests.size() > asked);
                answer.set(UP);
                await().until(() -> told(hooks).size() == 2);
            }
            List<String> told = told(hooks);
            assertThat(told).hasSize(2);
            assertThat(told.get(0))
                    .contains("dev.freshwatch.problem", "service/wiki/http", "answered HTTP 500 (expected 200)");
            assertThat(told.get(1)).contains("dev.freshwatch.recovery", "service/wiki/http");
            assertThat(server.requests.get(0)).contains("Bearer s3cr3t-t0ken", "token=s3cr3t-url");
            assertThat(String.join("\n", told)).doesNotContain("s3cr3t");
        } finally {
            root.detachAppender(log);
            root.setLevel(before);
            ours.setLevel(null);
        }
        List<ILoggingEvent> events = List.copyOf(log.list);
        assertThat(events).isNotEmpty();
        assertThat(events.stream()
                        .map(event -> event.getFormattedMessage() + " " + event.getThrowableProxy())
                        .filter(line -> line.contains("s3cr3t")))
                .isEmpty();
        assertThat(storeText()).doesNotContain("s3cr3t");
    }

    private String storeText() throws Exception {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(directory.resolve("state"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                text.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return text.toString();
    }

    @Test
    @MostlyWaits
    void whatIsNotConfirmedYetIsLookedAtSooner() throws Exception {
        AtomicReference<String> answer = new AtomicReference<>(UP);
        try (RawServer server = RawServer.that(peer -> {
                    while (peer.readRequest()) {
                        peer.write(answer.get());
                    }
                });
                WebhookReceiver hooks = new WebhookReceiver()) {
            ServiceFolder folder = new ServiceFolder(directory)
                    .set("alert.confirm", "3")
                    .set("alert.confirm-every", "1s")
                    .add("service-http", Map.of("name", "wiki", "url", server.uri("/"), "every", "1h", "first", "10"));
            folder.folder().webhook(hooks);
            answer.set(DOWN);
            try (WatchApp watch = folder.watch()) {
                assertThat(watch).isNotNull();
                await().until(() -> told(hooks).size() == 1);
            }
            assertThat(server.requests.size()).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    @MostlyWaits
    void aHangingServiceDelaysNoOther() throws Exception {
        try (RawServer hanging = RawServer.that(RawServer.Peer::hang);
                RawServer good = RawServer.answering(UP)) {
            ServiceFolder folder = new ServiceFolder(directory);
            for (int i = 0; i < 60; i++) {
                folder.add(
                        "service-http",
                        Map.of("name", "h" + i, "url", hanging.uri("/"), "every", "4s", "down-after", "3s"));
            }
            folder.add("service-http", Map.of("name", "good", "url", good.uri("/"), "every", "2s", "down-after", "1s"));
            try (WatchApp watch = folder.watch()) {
                assertThat(watch).isNotNull();
                await().until(() -> !good.requests.isEmpty());
                int before = good.requests.size();
                int hung = hanging.requests.size();
                await().atMost(Duration.ofSeconds(60)).until(() -> good.requests.size() >= before + 4);
                assertThat(hanging.requests.size() - hung)
                        .as("the others, at half its pace, meanwhile")
                        .isLessThanOrEqualTo(60 * 4);
            }
        }
    }

    @Test
    @MostlyWaits
    void checkAsksOnlyWhatIsChosenAndEndsInTime() throws Exception {
        try (RawServer hanging = RawServer.that(RawServer.Peer::hang);
                RawServer good = RawServer.answering(UP)) {
            ServiceFolder folder = new ServiceFolder(directory)
                    .add("service-http", Map.of("name", "hangs", "url", hanging.uri("/"), "down-after", "50s"))
                    .add("service-http", Map.of("name", "good", "url", good.uri("/")))
                    .add("service-http", Map.of("name", "other", "url", good.uri("/other")));
            try (OneShotCheck asking = folder.ask()) {
                Map<CheckId, String> outcomes =
                        asking
                                .check(Duration.ofSeconds(6), CheckFilter.of(List.of("service/hangs/*", "good http")))
                                .stream()
                                .collect(Collectors.toMap(
                                        finding -> finding.check(),
                                        finding -> finding.state().word() + " "
                                                + finding.reason().word()));
                assertThat(outcomes)
                        .isEqualTo(Map.of(
                                new CheckId("service/hangs/http"), "unknown timeout",
                                new CheckId("service/good/http"), "ok up"));
            }
            assertThat(good.requests).hasSize(1);
        }
    }
}
