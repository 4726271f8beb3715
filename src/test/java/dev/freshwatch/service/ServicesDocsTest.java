package dev.freshwatch.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.app.OneShotCheck;
import dev.freshwatch.app.WatchApp;
import dev.freshwatch.config.Configuration;
import dev.freshwatch.config.LoadedConfig;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.http.RawServer;
import dev.freshwatch.route.Folder;
import dev.freshwatch.route.RouteFiles;
import dev.freshwatch.route.RouteValidator;
import dev.freshwatch.sim.WebhookReceiver;
import dev.freshwatch.tls.TestCertificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/services.md shows works as it stands there; only the addresses in its properties become those of tests. */
class ServicesDocsTest {

    private static final Pattern FILE = Pattern.compile("<!-- file: (\\S+) -->\\n```yaml\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern PROPERTIES = Pattern.compile("```properties\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path config;

    private final Map<String, String> files = new TreeMap<>();
    private String properties;

    @BeforeEach
    void readThePage() throws IOException {
        String page = Files.readString(Path.of("docs/services.md"));
        for (Matcher file = FILE.matcher(page); file.find(); ) {
            files.merge(file.group(1), file.group(2), (before, more) -> before + "\n" + more);
        }
        Matcher block = PROPERTIES.matcher(page);
        assertThat(block.find()).isTrue();
        properties = block.group(1);
        assertThat(files).containsOnlyKeys("routes/my-queue.camel.yaml", "routes/my-services.camel.yaml");
        Files.createDirectories(config.resolve("routes"));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(config.resolve(file.getKey()), file.getValue());
        }
        Files.writeString(config.resolve("opensearch.credentials"), "bG9nczpzM2NyM3Q=\n");
        Files.writeString(config.resolve("splunk.token"), "s3cr3t-token\n");
        Files.writeString(config.resolve("siem.password"), "s3cr3t-password\n");
    }

    private static String answer(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    private static RawServer.Behaviour answering(String answer) {
        return peer -> {
            while (peer.readRequest()) {
                peer.write(answer);
            }
        };
    }

    private void set(String key, Object value) {
        String changed = properties.replaceFirst(
                "(?m)^" + Pattern.quote(key) + " = .*$", Matcher.quoteReplacement(key + " = " + value));
        assertThat(changed).as("the page has " + key).isNotEqualTo(properties);
        properties = changed;
    }

    private RouteFiles routes;

    private LoadedConfig read() throws Exception {
        Files.writeString(config.resolve("application.properties"), properties);
        routes = RouteFiles.find(Folder.HOME, config);
        LoadedConfig loaded = Configuration.read(config, Map.of(), new Properties(), routes.names());
        assertThat(RouteValidator.with(loaded, WatchApp.PLACEHOLDERS).faults(routes))
                .isEmpty();
        return loaded;
    }

    @Test
    void everyTemplateIsShownAndTellsWhatItSays() throws Exception {
        TestCertificates certificates = TestCertificates.in(config);
        Instant recent = Instant.now().minus(Duration.ofMinutes(3));
        String hits = "{\"hits\": {\"hits\": [{\"_source\": {\"@timestamp\": \"" + recent + "\"}}]}}";
        String published = DateTimeFormatter.ofPattern("dd/MM/yyyy HH:mm:ss", Locale.ROOT)
                .format(recent.minus(Duration.ofDays(2)).atZone(ZoneId.of("Europe/Berlin")));
        try (RawServer wiki = RawServer.that(answering(answer("<h1>Sign in</h1>")));
                RawServer tls = RawServer.speakingTls(
                        certificates.server("localhost").context().getServerSocketFactory(), answering(answer(hits)));
                RawServer splunk = RawServer.that(answering(
                        answer("{\"messages\": [{\"type\": \"FATAL\", \"text\": \"x\"}], \"results\": []}")));
                RawServer feed = RawServer.that(answering(answer("{\"published\": \"" + published + "\"}")))) {
            set("wiki.url", wiki.uri(""));
            set("wiki.host", "localhost");
            set("wiki.port", tls.uri("").getPort());
            set("logs.url", tls.uri(""));
            set("feed.url", feed.uri(""));
            set("splunk.url", splunk.uri(""));
            // nobody listens there
            set("siem.database", "jdbc:postgresql://localhost:1/siem");
            LoadedConfig loaded = read();
            Map<String, String> outcomes;
            try (OneShotCheck asking = OneShotCheck.open(loaded, routes)) {
                outcomes = asking.check(Duration.ofSeconds(90), CheckFilter.ALL).stream()
                        .collect(Collectors.toMap(
                                finding -> finding.check().value(),
                                finding -> finding.state().word() + " "
                                        + finding.reason().word()));
            }
            assertThat(outcomes)
                    .isEqualTo(Map.of(
                            "service/wiki/login", "ok up",
                            "service/wiki/tcp", "ok up",
                            "service/wiki/ping", "ok up",
                            "service/wiki/certificate", "warning expiring",
                            "service/logs/events", "ok fresh",
                            "service/splunk/events", "unknown failed",
                            "service/siem/events", "unknown unreachable",
                            "service/feed/indicators", "critical stale",
                            "service/backup/nightly-runs", "ok up"));
            assertThat(splunk.requests)
                    .anyMatch(request -> request.contains("Authorization: Bearer s3cr3t-token")
                            && request.contains("Content-Type: application/x-www-form-urlencoded")
                            && request.contains("search=%7C%20tstats%20latest(_time)%20as%20t%20where"));
            assertThat(tls.requests)
                    .anyMatch(request -> request.startsWith("POST /logs-*/_search HTTP/1.1")
                            && request.contains("Authorization: Basic bG9nczpzM2NyM3Q=")
                            && request.endsWith("{\"size\": 1, \"sort\": [{\"@timestamp\": \"desc\"}], \"_source\":"
                                    + " [\"@timestamp\"]}"));
        }
        for (String template : new String[] {"http", "json", "sql", "tcp", "ping", "certificate", "push"}) {
            assertThat(files.get("routes/my-services.camel.yaml")).contains("routeTemplateRef: service-" + template);
        }
    }

    @Test
    void theRouteOfOnesOwnTellsWhenItsQueueIsLongAndWhenItCanNotBeAsked() throws Exception {
        Files.delete(config.resolve("routes/my-services.camel.yaml"));
        String queue = "routes/my-queue.camel.yaml";
        Files.writeString(config.resolve(queue), files.get(queue).replace("period: 1m", "period: 1s"));
        properties = properties
                .lines()
                .filter(line -> line.startsWith("queue."))
                .collect(Collectors.joining("\n", "", "\n"));
        try (RawServer full = RawServer.that(answering(answer("{\"messages\": 4711}")));
                WebhookReceiver hooks = new WebhookReceiver()) {
            set("queue.url", full.uri("/api/depth"));
            properties += "sink.webhook.enabled = true\nsink.webhook.url = " + hooks.url()
                    + "\nalert.unknown-after = 1s\nweb.enabled = false\n";
            try (WatchApp watch = WatchApp.watch(read(), routes)) {
                assertThat(watch).isNotNull();
                await().until(() -> hooks.hooks().count() == 1);
                full.close();
                await().until(() -> hooks.hooks().count() == 2);
            }
            assertThat(hooks.hooks().all().get(0).text())
                    .contains("dev.freshwatch.problem", "service/queue/depth", "Queue: 4711 wait", "critical");
            assertThat(hooks.hooks().all().get(1).text())
                    .contains("dev.freshwatch.change", "the queue could not be asked", "unknown");
        }
    }
}
