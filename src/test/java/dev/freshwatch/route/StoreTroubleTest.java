package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshwatch.app.WatchApp;
import dev.freshwatch.sim.SimDevice;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.WebhookReceiver;
import dev.freshwatch.store.SmallDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The watch as shipped while the disk of its store is full. */
class StoreTroubleTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private static List<String> told(WebhookReceiver webhook) {
        return webhook.hooks().all().stream()
                .map(hook -> event(hook.text()))
                .map(event -> event.at("/data/kind").textValue() + " "
                        + event.get("subject").textValue() + " "
                        + event.at("/data/reason").textValue())
                .toList();
    }

    private static JsonNode event(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitTold(WebhookReceiver webhook, String... notices) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told(webhook)).containsExactly(notices));
    }

    private static void awaitReady(WatchApp watch, int status, String text) {
        URI ready = URI.create("http://127.0.0.1:" + watch.webPort().getAsInt() + "/observe/health/ready");
        await().atMost(PATIENCE).untilAsserted(() -> {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.body()).contains(text);
        });
    }

    @Test
    void checksAndNoticesGoOnAndItIsTold() throws Exception {
        try (SmallDisk disk = SmallDisk.in(directory);
                SimEsm esm = new SimEsm();
                WebhookReceiver webhook = new WebhookReceiver()) {
            esm.appliance().alarms().stream().live(Duration.ofSeconds(1), Duration.ZERO);
            SimDevice receiver = esm.appliance().addReceiver("ERC-1");
            receiver.events().live(Duration.ofSeconds(1), Duration.ZERO);
            String events = "esm/soc/events/" + receiver.id();
            Folder folder = new Folder(Files.createDirectory(directory.resolve("config")))
                    .esm("soc", esm)
                    .receivers("soc", receiver)
                    .set("esm.soc.receiver." + receiver.id() + ".error-after", "4s")
                    .set("state.url", "jdbc:sqlite:" + disk.folder().resolve("freshwatch.db"))
                    .set("web.enabled", "true")
                    .set("web.port", "0")
                    .webhook(webhook);
            try (WatchApp watch = folder.watch()) {
                awaitReady(watch, 200, "store");
                disk.fill();
                awaitTold(webhook, "problem freshwatch/store down");
                assertThat(webhook.hooks().all().get(0).text())
                        .contains("cannot be written: no space left on the disk");
                awaitReady(watch, 503, "no space left on the disk");

                receiver.events().stop();
                awaitTold(webhook, "problem freshwatch/store down", "problem " + events + " stale");
                disk.free();
                awaitTold(
                        webhook,
                        "problem freshwatch/store down",
                        "problem " + events + " stale",
                        "recovery freshwatch/store up");
                awaitReady(watch, 200, "store");
            }
            long before = webhook.hooks().count();
            try (WatchApp again = folder.watch()) {
                receiver.events().resume();
                await().atMost(PATIENCE).until(() -> told(webhook).contains("recovery " + events + " fresh"));
                assertThat(webhook.hooks().count()).as("nothing is told anew").isEqualTo(before + 1);
            }
        }
    }
}
