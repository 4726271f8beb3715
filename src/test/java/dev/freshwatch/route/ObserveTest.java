package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.app.WatchApp;
import dev.freshwatch.sim.SimDevice;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.SimFault;
import dev.freshwatch.sim.SimFaults;
import dev.freshwatch.sim.WebhookReceiver;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Health and metrics of a whole watch. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ObserveTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final HttpClient client = HttpClient.newHttpClient();

    private HttpResponse<String> get(WatchApp watch, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + watch.webPort().getAsInt() + path);
        return client.send(
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private Folder folder(SimEsm esm) {
        esm.appliance().alarms().stream().live(Duration.ofSeconds(1), Duration.ZERO);
        return new Folder(directory)
                .esm("soc", esm)
                .set("esm.soc.receivers", "all")
                .set("esm.soc.events.error-after", "4s")
                .set("web.enabled", "true")
                .set("web.port", "0");
    }

    private void awaitMetric(WatchApp watch, String line) {
        await(line).atMost(PATIENCE).untilAsserted(() -> assertThat(
                        get(watch, "/observe/metrics").body().lines())
                .contains(line));
    }

    @Test
    void whatHappensIsInTheMetricsAndThePlatformIsNotTheWatchesHealth() throws Exception {
        try (SimEsm esm = new SimEsm();
                WebhookReceiver webhook = new WebhookReceiver()) {
            SimDevice receiver = esm.appliance().addReceiver("ERC-1");
            receiver.events().live(Duration.ofSeconds(1), Duration.ZERO);
            String check = "esm/soc/events/" + receiver.id();
            try (WatchApp watch = folder(esm).webhook(webhook).watch()) {
                awaitMetric(
                        watch,
                        "freshwatch_check_state{check=\"" + check + "\",name=\"ERC-1 events\",state=\"ok\"} 1.0");
                await().atMost(PATIENCE)
                        .until(() -> get(watch, "/observe/health/ready").statusCode() == 200);
                assertThat(get(watch, "/observe/health/ready").body())
                        .isEqualTo("{\"status\":\"up\",\"timers\":\"ok\",\"store\":\"ok\",\"sinks\":\"ok\"}");
                assertThat(get(watch, "/observe/health/live").statusCode()).isEqualTo(200);
                String page = get(watch, "/observe/metrics").body();
                assertThat(page)
                        .contains(
                                "freshwatch_check_limit_seconds{check=\"" + check + "\",level=\"error\"} 4.0",
                                "freshwatch_check_duration_seconds_count{check=\"esm/soc/alarms\"}",
                                "freshwatch_outbox_pending{sink=\"webhook\"} 0.0",
                                "call=\"qryExecuteDetail\",outcome=\"ok\",platform=\"esm/soc\"")
                        .doesNotContain("sink=\"mail\"");
                HttpResponse<String> first = get(watch, "/");
                assertThat(first.statusCode()).isEqualTo(200);
                assertThat(first.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
                assertThat(first.body()).startsWith("<!doctype html>").contains("ERC-1 events");

                receiver.events().stop();
                awaitMetric(
                        watch,
                        "freshwatch_check_state{check=\"" + check + "\",name=\"ERC-1 events\",state=\"critical\"} 1.0");
                awaitMetric(
                        watch, "freshwatch_notices_total{kind=\"problem\",outcome=\"delivered\",sink=\"webhook\"} 1.0");

                esm.faults().always(SimFaults.ANY, SimFault.status(500, "Error processing request"));
                awaitMetric(
                        watch,
                        "freshwatch_check_state{check=\"" + check + "\",name=\"ERC-1 events\",state=\"unknown\"} 1.0");
                assertThat(get(watch, "/observe/health/ready").statusCode()).isEqualTo(200);

                esm.faults().clear();
                receiver.disable(true);
                // the list of Receivers is read again after a login
                esm.sessions().expire();
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                                get(watch, "/observe/metrics").body())
                        .doesNotContain(check));
            }
        }
    }

    @Test
    void aSinkThatFailsForTooLongIsNotReady() throws Exception {
        try (SimEsm esm = new SimEsm();
                ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = nobody.getLocalPort();
            nobody.close();
            esm.appliance().addReceiver("ERC-1").events().aged(Duration.ofMinutes(47));
            Folder folder = folder(esm)
                    .set("sink.webhook.enabled", "true")
                    .set("sink.webhook.url", "http://127.0.0.1:" + port + "/")
                    .set("outbox.report-after", "2s")
                    .set("outbox.max-pause", "1s");
            try (WatchApp watch = folder.watch()) {
                await().atMost(PATIENCE)
                        .until(() -> get(watch, "/observe/health/ready").statusCode() == 503);
                assertThat(get(watch, "/observe/health/ready").body())
                        .matches("\\{\"status\":\"down\",\"timers\":\"ok\",\"store\":\"ok\","
                                + "\"sinks\":\"webhook has been failing for \\d+ s\"}");
                assertThat(get(watch, "/observe/health/live").statusCode()).isEqualTo(200);
                assertThat(get(watch, "/observe/metrics").body())
                        .contains("freshwatch_notices_total{kind=\"problem\",outcome=\"retried\",sink=\"webhook\"}");
            }
        }
    }

    @Test
    void aThreadThatDiedIsTheWatchesDeath() throws Exception {
        try (SimEsm esm = new SimEsm();
                WebhookReceiver webhook = new WebhookReceiver();
                WatchApp watch = folder(esm).webhook(webhook).watch()) {
            assertThat(get(watch, "/observe/health/live").body())
                    .isEqualTo("{\"status\":\"up\",\"timers\":\"ok\",\"sinks\":\"ok\"}");

            interrupt("outbox-webhook-dispatcher");
            await().atMost(PATIENCE)
                    .until(() -> get(watch, "/observe/health/live").statusCode() == 503);
            assertThat(get(watch, "/observe/health/live").body())
                    .isEqualTo("{\"status\":\"down\",\"timers\":\"ok\",\"sinks\":\"not served: webhook\"}");

            interrupt("scheduler");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            get(watch, "/observe/health/live").body())
                    .contains("\"timers\":\"not running\""));
            assertThat(get(watch, "/observe/health/ready").statusCode()).isEqualTo(503);
        }
    }

    private static void interrupt(String name) {
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("(Camel .* - )?" + name))
                .forEach(Thread::interrupt);
    }
}
