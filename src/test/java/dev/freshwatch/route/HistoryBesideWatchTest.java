package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.app.WatchApp;
import dev.freshwatch.config.StateSettings;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.samples.Sample;
import dev.freshwatch.samples.SampleHistory;
import dev.freshwatch.samples.SampleStore;
import dev.freshwatch.sim.SimDevice;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.WebhookReceiver;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The history of a watch that runs: whatever happens to it, checks and notices go on. */
class HistoryBesideWatchTest {

    @TempDir
    Path directory;

    private Folder folder(SimEsm esm, SimDevice receiver) {
        esm.appliance().alarms().stream().live(Duration.ofSeconds(1), Duration.ZERO);
        return new Folder(directory)
                .esm("soc", esm)
                .receivers("soc", receiver)
                .set("esm.soc.receiver." + receiver.id() + ".error-after", "20m")
                .set("web.enabled", "true")
                .set("web.port", "0");
    }

    private static String metrics(WatchApp watch) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + watch.webPort().getAsInt() + "/observe/metrics");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void aHistoryThatCannotBeWrittenConcernsNoNotice() throws Exception {
        Files.createDirectories(directory.resolve("state/freshwatch-history.db"));
        try (SimEsm esm = new SimEsm();
                WebhookReceiver webhook = new WebhookReceiver()) {
            SimDevice receiver = esm.appliance().addReceiver("ERC-1");
            receiver.events().aged(Duration.ofMinutes(47));
            try (WatchApp watch = folder(esm, receiver).webhook(webhook).watch()) {
                await().until(() -> webhook.hooks().count() == 1);
                await().until(() -> metrics(watch).contains("freshwatch_history_failing 1.0"));
                assertThat(metrics(watch))
                        .contains("freshwatch_samples_written_total 0.0", "freshwatch_samples_dropped_total 0.0")
                        .doesNotContain("freshwatch_samples_waiting 0.0");
                receiver.events().aged(Duration.ofSeconds(3));
                await().until(() -> webhook.hooks().count() == 2);
            }
        }
    }

    @Test
    void samplesGoOnOverReloads() throws Exception {
        CheckId alarms = new CheckId("esm/soc/alarms");
        StateSettings state = StateSettings.of("jdbc:sqlite:" + directory.resolve("state/freshwatch.db"));
        Instant begun = Instant.now();
        try (SimEsm esm = new SimEsm()) {
            SimDevice receiver = esm.appliance().addReceiver("ERC-1");
            receiver.events().live(Duration.ofSeconds(1), Duration.ZERO);
            Folder folder = folder(esm, receiver);
            int looks;
            try (WatchApp watch = folder.watch()) {
                await().until(() -> metrics(watch).contains("check=\"esm/soc/alarms\""));
                for (int reload = 0; reload < 2; reload++) {
                    assertThat(folder.set("esm.soc.alarms.error-after", (40 + reload) + "m")
                                    .reload(watch))
                            .isEmpty();
                }
                await().until(() -> metrics(watch).contains("check=\"esm/soc/alarms\",level=\"error\"} 2460.0"));
            }
            try (SampleHistory history = SampleStore.reader(state)) {
                List<Sample> samples = history.samples(alarms, begun, Instant.now());
                looks = samples.size();
                assertThat(looks).isGreaterThan(1);
                assertThat(samples.get(0).limits().errorAfter()).isEqualTo(Duration.ofMinutes(30));
                assertThat(samples.get(looks - 1).limits().errorAfter()).isEqualTo(Duration.ofMinutes(41));
                assertThat(history.checks()).contains(new CheckId("esm/soc/session"), new CheckId("freshwatch/store"));
            }
        }
    }
}
