package dev.freshwatch.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshwatch.route.Folder;
import dev.freshwatch.route.SideBySide;
import dev.freshwatch.sim.WebhookReceiver;
import dev.freshwatch.sim.misp.SimMisp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** {@code run} with a MISP alone: a worker is killed and healed, and what a restart of the watch does in between. */
class MispIT {

    private static final Duration QUICKLY = Duration.ofSeconds(60);
    private static final String GET_WORKERS = "servers/getWorkers";

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> journeys() {
        return new SideBySide(2)
                .add("a killed worker: problem, healed, recovery, one call, one audit row", this::healed)
                .soak("SIGTERM and kill -9 between the call and the second look: one call in all", this::cutShort)
                .tests();
    }

    private Folder folder(SimMisp misp, WebhookReceiver webhook) throws IOException {
        return new Folder(Files.createTempDirectory(directory, "config"))
                .misp("intel", misp.url().toString())
                .set("misp.intel.key", SimMisp.USER_KEY)
                .set("misp.intel.admin-key", SimMisp.ADMIN_KEY)
                .set("misp.intel.heal.enabled", "true")
                .webhook(webhook);
    }

    /** {@code problem critical}, in the order of arrival; they must be of one episode. */
    private static List<String> told(WebhookReceiver webhook) {
        List<JsonNode> events = webhook.hooks().all().stream()
                .map(hook -> {
                    try {
                        return new ObjectMapper().readTree(hook.text());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .filter(event -> event.get("subject").textValue().equals("misp/intel/workers"))
                .toList();
        assertThat(events.stream().map(event -> event.at("/data/episode")).distinct())
                .hasSizeLessThanOrEqualTo(1);
        return events.stream()
                .map(event -> event.at("/data/kind").textValue() + " "
                        + event.at("/data/state").textValue())
                .toList();
    }

    private static List<String> audit(Folder folder) throws SQLException {
        List<String> outcomes = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:sqlite:" + folder.path().resolve("state/freshwatch.db"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT outcome FROM heal_attempt ORDER BY at")) {
            while (row.next()) {
                outcomes.add(row.getString(1));
            }
        }
        return outcomes;
    }

    /** All that is in the store, as it is on the disk. */
    private static String stored(Folder folder) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(folder.path().resolve("state"))) {
            for (Path file : files.toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    private static void awaitCycles(SimMisp misp, int more) {
        long wanted = misp.calls(GET_WORKERS) + more;
        await().atMost(Launched.PATIENCE).until(() -> misp.calls(GET_WORKERS) >= wanted);
    }

    private void healed() throws Exception {
        try (SimMisp misp = new SimMisp();
                WebhookReceiver webhook = new WebhookReceiver()) {
            Folder folder = folder(misp, webhook).set("log.level", "trace");
            try (Launched run = Launched.start(folder, "run").watching()) {
                awaitCycles(misp, 2);
                misp.workers().kill("email");
                await().atMost(Launched.PATIENCE).until(() -> told(webhook).size() == 3);
                awaitCycles(misp, 2);
                String commandLine = run.commandLine();
                run.terminate();
                assertThat(run.exitCode()).as(run::err).isZero();
                assertThat(run.out() + run.err() + commandLine + stored(folder))
                        .contains("heal_attempt")
                        .doesNotContain(SimMisp.USER_KEY, SimMisp.ADMIN_KEY);
            }
            assertThat(told(webhook)).containsExactly("problem critical", "healed ok", "recovery ok");
            assertThat(misp.restartCalls()).isEqualTo(1);
            assertThat(audit(folder)).containsExactly("proven");
            assertThat(misp.violations()).isEmpty();
        }
    }

    private void cutShort() throws Exception {
        try (SimMisp misp = new SimMisp();
                WebhookReceiver webhook = new WebhookReceiver()) {
            Path shipped = Folder.HOME.resolve("routes/misp-heal.camel.yaml");
            String patient = Files.readString(shipped).replace("\"10000\"", "\"600000\"");
            assertThat(patient).contains("600000");
            Folder folder = folder(misp, webhook).route("misp-heal.camel.yaml", patient);
            try (Launched run = Launched.start(folder, "run").watching()) {
                awaitCycles(misp, 2);
                misp.workers().fragile("email", true).kill("email");
                await().atMost(Launched.PATIENCE).until(() -> misp.restartCalls() == 1);
                long asked = System.nanoTime();
                run.terminate();
                assertThat(run.exitCode()).as(run::err).isZero();
                assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(QUICKLY);
            }
            assertThat(audit(folder)).containsExactly("attempted");
            try (Launched run = Launched.start(folder, "run").watching()) {
                awaitCycles(misp, 2);
                run.kill();
            }
            try (Launched run = Launched.start(folder, "run").watching()) {
                awaitCycles(misp, 2);
                run.terminate();
                assertThat(run.exitCode()).as(run::err).isZero();
            }
            assertThat(misp.restartCalls()).isEqualTo(1);
            assertThat(audit(folder)).containsExactly("failed");
            assertThat(told(webhook)).containsExactly("problem critical");
        }
    }
}
