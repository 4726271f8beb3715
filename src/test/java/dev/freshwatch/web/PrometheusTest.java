package dev.freshwatch.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.freshwatch.app.WatchApp;
import dev.freshwatch.route.Folder;
import dev.freshwatch.sim.SimDevice;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.WebhookReceiver;
import dev.freshwatch.sim.misp.SimMisp;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus reads a running watch: each query of the dashboard gives data, and each rule can be evaluated. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PrometheusTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+), (\\w+)\\)");

    @TempDir
    Path directory;

    @Test
    void eachQueryOfTheDashboardGivesDataAndEachRuleIsEvaluated() throws Exception {
        HttpServer deadMansSwitch = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        deadMansSwitch.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        deadMansSwitch.start();
        try (SimEsm esm = new SimEsm();
                SimMisp misp = new SimMisp();
                WebhookReceiver webhook = new WebhookReceiver()) {
            SimDevice stale = esm.appliance().addReceiver("ERC-1");
            stale.events().aged(Duration.ofMinutes(47));
            esm.appliance().alarms().stream().live(Duration.ofSeconds(1), Duration.ZERO);
            Folder folder = new Folder(directory)
                    .esm("soc", esm)
                    .receivers("soc", stale)
                    .misp("intel", misp.url().toString())
                    .webhook(webhook)
                    .set(
                            "heartbeat.url",
                            "http://127.0.0.1:" + deadMansSwitch.getAddress().getPort() + "/beat")
                    .set("heartbeat.every", "1s")
                    .set("web.enabled", "true")
                    .set("web.port", "0");
            try (WatchApp watch = folder.watch();
                    Prometheus prometheus =
                            Prometheus.scraping(directory, watch.webPort().getAsInt(), PrometheusRulesTest.RULES)) {
                assertThat(folder.reload(watch)).isEmpty();
                queries(prometheus);
                variables(prometheus);
                rules(prometheus);
            }
        } finally {
            deadMansSwitch.stop(0);
        }
    }

    private static void queries(Prometheus prometheus) {
        for (Dashboard.Query query : Dashboard.shipped().queries()) {
            await(query.toString()).atMost(PATIENCE).untilAsserted(() -> {
                JsonNode series = prometheus.query(Dashboard.resolved(query.expression()));
                if (query.expression().contains("freshwatch_cluster_")) {
                    assertThat(series).as("this watch has no cluster").isEmpty();
                    return;
                }
                assertThat(finite(series)).as(query + " gives " + series).isNotEmpty();
                assertThat(series).allSatisfy(one -> assertThat(query.legend()).isSubsetOf(keys(one.path("metric"))));
            });
        }
    }

    private static List<String> finite(JsonNode series) {
        List<String> values = new ArrayList<>();
        series.forEach(one -> values.add(one.path("value").path(1).asText()));
        values.removeIf(value -> !Double.isFinite(Double.parseDouble(value.replace("Inf", "Infinity"))));
        return values;
    }

    private static Set<String> keys(JsonNode object) {
        Set<String> keys = new TreeSet<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static void variables(Prometheus prometheus) throws Exception {
        for (JsonNode variable : Dashboard.shipped().variables()) {
            if (variable.path("type").asText().equals("query")) {
                Matcher matcher = LABEL_VALUES.matcher(
                        Dashboard.resolved(variable.path("query").path("query").asText()));
                assertThat(matcher.matches()).as(variable.toString()).isTrue();
                assertThat(prometheus.labelValues(matcher.group(2), matcher.group(1)))
                        .as(variable.toString())
                        .isNotEmpty();
            }
        }
    }

    private static void rules(Prometheus prometheus) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            List<JsonNode> rules = new ArrayList<>();
            prometheus.ruleGroups().forEach(group -> group.path("rules").forEach(rules::add));
            assertThat(rules).hasSizeGreaterThan(10).allSatisfy(rule -> {
                assertThat(rule.path("health").asText()).as(rule.toString()).isEqualTo("ok");
                assertThat(rule.path("lastError").asText()).isEmpty();
            });
            assertThat(rules)
                    .filteredOn(rule -> rule.path("name").asText().equals("FreshwatchCheckCritical"))
                    .allSatisfy(rule -> assertThat(rule.path("alerts").toString())
                            .contains("\"name\":\"ERC-1 events\"", "\"platform\":\"esm/soc\""));
        });
    }
}
