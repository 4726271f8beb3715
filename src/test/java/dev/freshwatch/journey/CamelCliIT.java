package dev.freshwatch.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshwatch.MostlyWaits;
import dev.freshwatch.route.Folder;
import dev.freshwatch.sim.SimEsm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Camel's own command line beside a watch: what it reads, what it asks for, and what it must not break. */
@Tag("soak")
class CamelCliIT {

    private static final Pattern PAGE = Pattern.compile("Page: (http://\\S+/),");

    @TempDir
    Path directory;

    private Path home;
    private Path camel;

    @BeforeEach
    void emptyHome() throws IOException {
        home = Files.createDirectory(directory.resolve("home"));
        camel = home.resolve(".camel");
    }

    private Folder folder(SimEsm esm) throws IOException {
        esm.appliance().alarms().stream().live(Duration.ofSeconds(1), Duration.ZERO);
        return new Folder(Files.createTempDirectory(directory, "config")).esm("soc", esm);
    }

    private static void addJars(Folder folder) throws IOException {
        Path lib = Files.createDirectory(folder.path().resolve("lib"));
        try (Stream<Path> jars = Files.list(Path.of("target/camel-cli"))) {
            for (Path jar : jars.toList()) {
                Files.copy(jar, lib.resolve(jar.getFileName()));
            }
        }
    }

    private Map<String, String> atHome() {
        return Map.of("JAVA_OPTS", "-Duser.home=" + home);
    }

    private JsonNode status(Launched run) throws IOException {
        return new ObjectMapper()
                .readTree(camel.resolve(run.pid() + "-status.json").toFile());
    }

    /** The states of the routes, as {@code camel get route} shows them. */
    private Map<String, String> routes(Launched run) throws IOException {
        Map<String, String> states = new TreeMap<>();
        for (JsonNode route : status(run).path("routes")) {
            states.put(route.path("routeId").asText(), route.path("state").asText());
        }
        return states;
    }

    private void awaitRoute(Launched run, String state) {
        await().atMost(Launched.PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(() -> assertThat(routes(run))
                        .containsEntry("esm-soc-timer", state)
                        .containsEntry("judge", "Started"));
    }

    private static String ready(Launched run) throws Exception {
        Matcher page = PAGE.matcher(run.err());
        assertThat(page.find()).isTrue();
        URI ready = URI.create(page.group(1) + "observe/health/ready");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static void awaitCycle(SimEsm esm) {
        long before = esm.requests().of("essmgtGetESSTime");
        await().atMost(Launched.PATIENCE).until(() -> esm.requests().of("essmgtGetESSTime") > before + 1);
    }

    @Test
    @MostlyWaits
    void itSeesAndStopsRoutesAndFollowsAReload() throws Exception {
        try (SimEsm esm = new SimEsm()) {
            Folder folder = folder(esm)
                    .set("camel-cli.enabled", "true")
                    .set("web.enabled", "true")
                    .set("web.port", "0");
            Launched without = Launched.finished(folder, "validate");
            assertThat(without.exitCode()).isEqualTo(3);
            assertThat(without.err())
                    .contains("camel-cli.enabled: there is no connector; put the jars of camel-cli-connector");

            addJars(folder);
            try (Launched run = Launched.start(folder, atHome(), "run").watching()) {
                awaitRoute(run, "Started");
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(camel)))
                        .isEqualTo("rwx------");
                for (Path file : files()) {
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .as(file.toString())
                            .isEqualTo("rw-------");
                }
                assertThat(status(run).toString()).doesNotContain(SimEsm.PASSWORD);

                Files.writeString(
                        camel.resolve(run.pid() + "-action.json"),
                        "{\"action\": \"route\", \"id\": \"esm-soc-timer\", \"command\": \"stop\"}");
                awaitRoute(run, "Stopped");
                assertThat(ready(run)).contains("\"timers\":\"stopped: esm-soc-timer\"");

                folder.set("esm.soc.every", "2s").write();
                run.signal("HUP");
                run.saying("The new configuration was taken over");
                awaitRoute(run, "Started");
                awaitCycle(esm);
                assertThat(ready(run)).contains("\"status\":\"up\"");

                Files.delete(camel.resolve(Long.toString(run.pid())));
                assertThat(run.exitCode()).as(run::err).isZero();
                assertThat(run.err()).contains("Camel's command line stops the watch", "ending");
            }
            assertThat(files()).isEmpty();
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(camel)) {
            return all.toList();
        }
    }

    /** Camel would start a connector by itself, and the end of the first one would stop the second. */
    @Test
    @MostlyWaits
    void jarsAloneOpenNothingAndAReloadGoesOn() throws Exception {
        try (SimEsm esm = new SimEsm()) {
            Folder folder = folder(esm);
            addJars(folder);
            try (Launched run = Launched.start(folder, atHome(), "run").watching()) {
                folder.set("esm.soc.every", "2s").write();
                run.signal("HUP");
                run.saying("The new configuration was taken over");
                awaitCycle(esm);
                awaitCycle(esm);
                assertThat(camel).doesNotExist();
            }
        }
    }

    @Test
    @MostlyWaits
    void aFolderThatOthersCanReachIsRefused() throws Exception {
        Files.createDirectory(camel);
        Files.setPosixFilePermissions(camel, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (SimEsm esm = new SimEsm()) {
            Folder folder = folder(esm).set("camel-cli.enabled", "true");
            addJars(folder);
            try (Launched run = Launched.start(folder, atHome(), "run").watching()) {
                assertThat(run.err())
                        .contains("Camel's command line cannot be served: " + camel
                                + " is not for this user alone; run:" + " chmod 700 " + camel);
                assertThat(files()).isEmpty();
            }
        }
    }
}
