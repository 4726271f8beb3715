package dev.freshwatch.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.freshwatch.TcpProxy;
import dev.freshwatch.app.WatchApp;
import dev.freshwatch.config.ClusterSettings;
import dev.freshwatch.config.Configuration;
import dev.freshwatch.config.LoadedConfig;
import dev.freshwatch.config.StateSettings;
import dev.freshwatch.route.Folder;
import dev.freshwatch.route.RouteFiles;
import dev.freshwatch.store.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** examples/kubernetes/freshwatch.yaml: what it holds fits together, and its configuration and probes work. */
class KubernetesExampleTest {

    private static final Path EXAMPLE = Folder.HOME.resolve("examples/kubernetes/freshwatch.yaml");
    private static final Path IMAGE = Folder.HOME.resolve("packaging/Containerfile");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern SECRET = Pattern.compile("\\{\\{file:(.*)/([^/]+)}}");

    @TempDir
    Path directory;

    private final List<JsonNode> documents = new ArrayList<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    @AfterEach
    void end() {
        ended.complete(null);
    }

    @BeforeEach
    void read() throws IOException {
        try (var values = new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(EXAMPLE.toFile())) {
            values.forEachRemaining(documents::add);
        }
    }

    private JsonNode one(String kind) {
        return documents.stream()
                .filter(document -> document.path("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode pod() {
        return one("StatefulSet").at("/spec/template/spec");
    }

    private JsonNode container() {
        return pod().at("/containers/0");
    }

    private String properties() {
        return one("ConfigMap").at("/data/application.properties").asText();
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    @Test
    void allDocumentsBelongTogether() {
        assertThat(documents)
                .allSatisfy(document -> {
                    assertThat(document.path("apiVersion").asText()).isNotEmpty();
                    assertThat(document.at("/metadata/name").asText()).isEqualTo("freshwatch");
                })
                .extracting(document -> document.path("kind").asText())
                .containsExactly("Secret", "ConfigMap", "StatefulSet", "Service", "PodDisruptionBudget");
        JsonNode set = one("StatefulSet");
        assertThat(set.at("/spec/replicas").asInt()).isEqualTo(2);
        assertThat(set.at("/spec/serviceName").asText()).isEqualTo("freshwatch");
        assertThat(set.at("/spec/updateStrategy/type").asText())
                .as("a new version refuses to start beside an older one if it changes the tables")
                .isEqualTo("OnDelete");
        JsonNode labels = set.at("/spec/template/metadata/labels");
        assertThat(labels).isEqualTo(set.at("/spec/selector/matchLabels"));
        assertThat(labels).isEqualTo(one("Service").at("/spec/selector"));
        assertThat(labels).isEqualTo(one("PodDisruptionBudget").at("/spec/selector/matchLabels"));
        List<String> volumes = pod().path("volumes").findValuesAsText("name").stream()
                .filter(name -> !name.equals("freshwatch"))
                .toList();
        assertThat(list(container().path("volumeMounts")))
                .extracting(mount -> mount.path("name").asText())
                .containsExactlyElementsOf(volumes);
    }

    @Test
    void theUserAndTheFoldersAreThoseOfTheImage() throws IOException {
        String image = Files.readString(IMAGE);
        for (String key : List.of("runAsUser", "runAsGroup", "fsGroup")) {
            assertThat(image)
                    .contains("USER " + pod().at("/securityContext/" + key).asInt() + ":");
        }
        assertThat(list(container().path("volumeMounts")))
                .extracting(mount -> mount.path("mountPath").asText())
                .contains(
                        found(image, "FRESHWATCH_CONFIG=(\\S+)"),
                        found(image, "WORKDIR (\\S+)"),
                        found(image, "FRESHWATCH_CONFIG=(\\S+)") + "/application.properties");
    }

    private static String found(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    @Test
    void theConfigurationIsOneOfANodeWhoseNameIsThatOfItsPod() throws Exception {
        JsonNode name = container().at("/env/0");
        assertThat(name.at("/valueFrom/fieldRef/fieldPath").asText()).isEqualTo("metadata.name");

        LoadedConfig loaded = Configuration.read(
                write(properties()),
                Map.of(name.path("name").asText(), "freshwatch-1"),
                new Properties(),
                RouteFiles.find(Folder.HOME, directory).names());

        ClusterSettings cluster = loaded.settings().cluster();
        assertThat(cluster.node()).isEqualTo("freshwatch-1");
        assertThat(cluster.kind()).isEqualTo(ClusterSettings.Kind.POSTGRESQL);
        // each secret is a file of the volume
        String folder = list(container().path("volumeMounts")).stream()
                .filter(mount -> mount.path("name").asText().equals("secrets"))
                .findFirst()
                .orElseThrow()
                .path("mountPath")
                .asText();
        List<String> keys = new ArrayList<>();
        one("Secret").path("stringData").fieldNames().forEachRemaining(keys::add);
        assertThat(SECRET.matcher(properties()).results())
                .allSatisfy(secret -> assertThat(secret.group(1)).isEqualTo(folder))
                .extracting(secret -> secret.group(2))
                .containsExactlyInAnyOrderElementsOf(keys);
    }

    /** The secrets are files of this folder. */
    private Path write(String properties) throws IOException {
        for (var secret : SECRET.matcher(properties).results().toList()) {
            Files.writeString(directory.resolve(secret.group(2)), "weak");
        }
        String here = SECRET.matcher(properties)
                .replaceAll(secret -> Matcher.quoteReplacement("{{file:" + directory.resolve(secret.group(2)) + "}}"));
        Files.writeString(directory.resolve("application.properties"), here);
        return directory;
    }

    /** While the database is away, a node waits: it must not be killed, and is not ready. */
    @Test
    @Tag("soak")
    void theProbesTellANodeThatWaitsFromOneThatWorks() throws Exception {
        StateSettings where = PostgresServer.shared().freshSchema();
        int database = Integer.parseInt(where.url().replaceFirst("^.*?:([0-9]+)/.*$", "$1"));
        int port = freePort();
        try (TcpProxy way = TcpProxy.to(database)) {
            way.cut();
            Folder folder = new Folder(directory);
            properties().lines().filter(line -> line.matches("[a-z].*")).forEach(line -> {
                String[] parts = line.split(" *= *", 2);
                folder.set(parts[0], SECRET.matcher(parts[1]).replaceFirst("weak"));
            });
            folder.set("cluster.node", "freshwatch-0")
                    .set("esm.soc.url", "https://127.0.0.1:1")
                    .set("state.url", where.url().replaceFirst(":[0-9]+/", ":" + way.port() + "/"))
                    .set("state.username", where.username())
                    .set("state.password", where.password().reveal())
                    .set("web.enabled", true)
                    .set("web.port", port);
            CompletableFuture<WatchApp> started = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return folder.watch(ended);
                        } catch (Exception e) {
                            throw new CompletionException(e);
                        }
                    },
                    task -> new Thread(task, "start").start());
            await().atMost(PATIENCE).until(() -> probe("livenessProbe", port) == 0);
            assertThat(probe("startupProbe", port)).isZero();
            assertThat(probe("readinessProbe", port)).isNotZero();

            way.mend();
            try (WatchApp watch = started.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                await().atMost(PATIENCE).until(() -> probe("readinessProbe", port) == 0);
                assertThat(probe("livenessProbe", port)).isZero();
                assertThat(watch.webPort()).hasValue(port);
            }
            assertThat(probe("livenessProbe", port)).isNotZero();
        }
    }

    private int probe(String name, int port) throws Exception {
        List<String> command = list(container().at("/" + name + "/exec/command")).stream()
                .map(part -> part.asText().replace("/127.0.0.1/8080", "/127.0.0.1/" + port))
                .collect(Collectors.toList());
        assertThat(command.get(2)).contains("/" + port + " ");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
