package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshwatch.Soak;
import dev.freshwatch.app.WatchApp;
import dev.freshwatch.config.StateSettings;
import dev.freshwatch.history.OpenProblemsQuery;
import dev.freshwatch.history.SilenceTable;
import dev.freshwatch.sim.SimFault;
import dev.freshwatch.sim.WebhookReceiver;
import dev.freshwatch.sim.misp.Engine;
import dev.freshwatch.sim.misp.SimMisp;
import dev.freshwatch.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The healing of workers by the shipped routes, with a shorter wait before the second look. */
class MispHealingTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String GET_WORKERS = "servers/getworkers";
    private static final String RESTART = "servers/restartdeadworkers";

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> healing() {
        SideBySide tests = new SideBySide(6)
                .add("Redis comes back and the workers do not: another cause is a change", this::anotherCause)
                .add("a dead worker: problem, healed, recovery, by one call that is proven", this::healed)
                .soak("the same on CakeResque", this::healedOnResque)
                .add("a worker that dies again: tried, given up, and that is told", this::givenUp)
                .add("a call that is refused is not tried again", this::refused)
                .add("a restart of the watch between call and second look makes no second call", this::restarted)
                .add("a dry run calls nothing and says what it would", this::dryRun)
                .add("not before the problem is confirmed", this::unconfirmed)
                .add("in a silence healing goes on", this::silenced)
                .add("a silence that forbids healing holds it back until it is ended", this::heldBack)
                .add("so do recurring times", this::heldBackEachWeek)
                .add("maintenance holds it back, and without a weak key too", this::inMaintenance);
        unhealable(tests, "health", misp -> {});
        unhealable(tests, "supervisor gone", misp -> misp.behaviour().supervisorGone(true));
        unhealable(tests, "Redis gone", misp -> misp.behaviour().redisGone(true));
        unhealable(tests, "database gone", misp -> misp.behaviour().databaseGone(true));
        unhealable(tests, "jobs off", misp -> misp.behaviour().jobsOff(true));
        unhealable(tests, "workers not controlled by MISP", misp -> {
            misp.behaviour().controls(false);
            misp.workers().killAll();
        });
        unhealable(
                tests, "workers that MISP cannot see", misp -> misp.behaviour().workersElsewhere(true));
        unhealable(tests, "only a wrong account", misp -> misp.workers().account("email", "nobody"));
        unhealable(tests, "a queue without ok", misp -> misp.workers().killAll().withoutOk("email", true));
        for (int status : Soak.isOn() ? new int[] {401, 403, 404, 429, 500, 503} : new int[] {403, 500}) {
            unhealable(tests, "HTTP " + status, misp -> dead(misp, SimFault.status(status, "{\"message\":\"x\"}")));
        }
        unhealable(tests, "HTML", misp -> dead(misp, SimFault.html()));
        unhealable(tests, "garbage", misp -> dead(misp, SimFault.garbage()));
        unhealable(tests, "a hanging answer", misp -> dead(misp, SimFault.hang()));
        unhealable(tests, "a reset", misp -> dead(misp, SimFault.reset()));
        return tests.tests();
    }

    private static void dead(SimMisp misp, SimFault fault) {
        misp.workers().killAll();
        misp.faults().always(GET_WORKERS, fault);
    }

    private Folder folder(SimMisp misp, WebhookReceiver webhook, String wait) throws IOException {
        String shipped = Files.readString(Path.of("routes", "misp-heal.camel.yaml"));
        assertThat(shipped).containsOnlyOnce("10000");
        return new Folder(Files.createTempDirectory(directory, "config"))
                .misp("intel", misp.url().toString())
                .set("misp.intel.key", SimMisp.USER_KEY)
                .set("misp.intel.admin-key", SimMisp.ADMIN_KEY)
                .set("misp.intel.heal.enabled", "true")
                .webhook(webhook)
                .route("misp-heal.camel.yaml", shipped.replace("10000", wait));
    }

    private static JsonNode event(WebhookReceiver.Hook hook) {
        try {
            return new ObjectMapper().readTree(hook.text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code problem critical}, of the workers, in the order of arrival. */
    private static List<String> told(WebhookReceiver webhook) {
        return webhook.hooks().all().stream()
                .map(MispHealingTest::event)
                .filter(event -> event.get("subject").textValue().equals("misp/intel/workers"))
                .map(event -> event.at("/data/kind").textValue() + " "
                        + event.at("/data/state").textValue())
                .toList();
    }

    private static String message(WebhookReceiver webhook, int at) {
        return event(webhook.hooks().all().stream()
                        .filter(hook -> event(hook).get("subject").textValue().equals("misp/intel/workers"))
                        .toList()
                        .get(at))
                .at("/data/message")
                .textValue();
    }

    /** {@code proven: detail}, the oldest first. */
    private static List<String> audit(Folder folder) {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:sqlite:" + folder.path().resolve("state/freshwatch.db"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT outcome, detail, misp, what FROM heal_attempt ORDER BY at, outcome DESC")) {
            List<String> rows = new ArrayList<>();
            while (row.next()) {
                assertThat(row.getString(3)).isEqualTo("intel");
                assertThat(row.getString(4)).isEqualTo("restartDeadWorkers");
                rows.add(row.getString(1) + ": " + row.getString(2));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitCycles(SimMisp misp, int more) {
        long wanted = misp.calls(GET_WORKERS) + more;
        await().atMost(PATIENCE).until(() -> misp.calls(GET_WORKERS) >= wanted);
    }

    private void anotherCause() throws Exception {
        try (SimMisp misp = new SimMisp();
                WebhookReceiver webhook = new WebhookReceiver()) {
            Folder folder = folder(misp, webhook, "300").set("misp.intel.heal.enabled", "false");
            try (WatchApp watch = folder.watch()) {
                assertThat(watch).isNotNull();
                awaitCycles(misp, 2);
                misp.behaviour().redisGone(true);
                misp.workers().killAll();
                await().atMost(PATIENCE).until(() -> told(webhook).size() == 1);
                awaitCycles(misp, 2);
                misp.behaviour().redisGone(false);
                await().atMost(PATIENCE).until(() -> told(webhook).size() == 2);
                awaitCycles(misp, 2);
            }
            assertThat(told(webhook)).containsExactly("problem critical", "change critical");
            assertThat(message(webhook, 0)).isEqualTo("intel: Redis is gone, so no queue works");
            assertThat(message(webhook, 1)).isEqualTo("intel: no worker in cache, default, email, prio, update");
        }
    }

    private void healed() throws Exception {
        try (SimMisp misp = new SimMisp();
                WebhookReceiver webhook = new WebhookReceiver()) {
            Folder folder = folder(misp, webhook, "300");
            try (WatchApp watch = folder.watch()) {
                assertThat(watch).isNotNull();
                awaitCycles(misp, 2);
                misp.workers().kill("default");
                await().atMost(PATIENCE).until(() -> told(webhook).size() == 3);
                awaitCycles(misp, 3);
            }
            assertThat(told(webhook)).containsExactly("problem warning", "healed ok", "recovery ok");
            assertThat(message(webhook, 0)).isEqualTo("intel: default has 1 of 2 workers");
            assertThat(message(webhook, 1))
                    .isEqualTo("intel: healed by restartDeadWorkers: 7 good workers in 5 queues");
            assertThat(misp.restartCalls()).isEqualTo(1);
            assertThat(audit(folder)).containsExactly("proven: 7 good workers in 5 queues");
            assertThat(misp.violations()).isEmpty();
        }
    }

    private void healedOnResque() throws Exception {
        try (SimMisp misp = new SimMisp(Engine.RESQUE);
                WebhookReceiver webhook = new WebhookReceiver()) {
            Folder folder = folder(misp, webhook, "3000");
            try (WatchApp watch = folder.watch()) {
                assertThat(watch).isNotNull();
                awaitCycles(misp, 2);
                misp.workers().kill("email");
                await().atMost(PATIENCE).until(() -> told(webhook).size() == 3);
            }
            assertThat(told(webhook)).containsExactly("problem critical", "healed ok", "recovery ok");
            assertThat(misp.restartCalls()).isEqualTo(1);
            assertThat(audit(folder)).hasSize(1).first().asString().startsWith("proven: ");
        }
    }

    private void givenUp() throws Exception {
        try (SimMisp misp = new SimMisp();
                WebhookReceiver webhook = new WebhookReceiver()) {
            Folder folder = folder(misp, webhook, "2000").set("misp.intel.heal.max-per-hour", "1");
            try (WatchApp watch = folder.watch()) {
                assertThat(watch).isNotNull();
                awaitCycles(misp, 2);
                misp.workers().fragile("email", true).kill("email");
                await().atMost(PATIENCE).until(() -> told(webhook).size() == 2);
                awaitCycles(misp, 3);
            }
            assertThat(told(webhook)).containsExactly("problem critical", "reminder critical");
            assertThat(message(webhook, 1)).isEqualTo("intel: no worker in email; healing was given up after 1 call");
            assertThat(misp.restartCalls()).isEqualTo(1);
            assertThat(audit(folder))
                    .containsExactlyInAnyOrder(
                            "failed: a second look: no worker in email", "given-up: healing was given up after 1 call");
        }
    }

    private void refused() throws Exception {
        try (SimMisp misp = new SimMisp();
                WebhookReceiver webhook = new WebhookReceiver()) {
            Folder folder = folder(misp, webhook, "300");
            misp.faults().always(RESTART, SimFault.status(404, "{\"message\":\"Not Found\"}"));
            try (WatchApp watch = folder.watch()) {
                assertThat(watch).isNotNull();
                awaitCycles(misp, 2);
                misp.workers().kill("email");
                await().atMost(PATIENCE).until(() -> told(webhook).size() == 2);
                awaitCycles(misp, 3);
            }
            assertThat(told(webhook)).containsExactly("problem critical", "reminder critical");
            assertThat(message(webhook, 1))
                    .isEqualTo("intel: no worker in email; healing was given up after 1 call (HTTP 404)");
            assertThat(misp.restartCalls()).isEqualTo(1);
            assertThat(audit(folder))
                    .containsExactlyInAnyOrder(
                            "failed: HTTP 404", "given-up: healing was given up after 1 call (HTTP 404)");
        }
    }

    private void restarted() throws Exception {
        try (SimMisp misp = new SimMisp();
                WebhookReceiver webhook = new WebhookReceiver()) {
            // The call is taken and helps nobody: the state stays bad over the restart.
            misp.faults().always(RESTART, SimFault.status(200, "{\"saved\":true}"));
            Folder folder = folder(misp, webhook, "30000");
            try (WatchApp first = folder.watch()) {
                assertThat(first).isNotNull();
                awaitCycles(misp, 2);
                misp.workers().kill("email");
                await().atMost(PATIENCE).until(() -> misp.restartCalls() == 1);
            }
            assertThat(audit(folder)).containsExactly("attempted: no worker in email");
            try (WatchApp second = folder.watch()) {
                assertThat(second).isNotNull();
                awaitCycles(misp, 3);
            }
            assertThat(misp.restartCalls()).isEqualTo(1);
            assertThat(audit(folder))
                    .containsExactly("failed: Freshwatch was restarted, and then found: no worker in email");
            assertThat(told(webhook)).containsExactly("problem critical");
        }
    }

    private void dryRun() throws Exception {
        try (SimMisp misp = new SimMisp();
                WebhookReceiver webhook = new WebhookReceiver()) {
            Folder folder = folder(misp, webhook, "300").set("misp.intel.heal.dry-run", "true");
            try (WatchApp watch = folder.watch()) {
                assertThat(watch).isNotNull();
                awaitCycles(misp, 2);
                misp.workers().kill("email");
                await().atMost(PATIENCE).until(() -> told(webhook).size() == 1);
                awaitCycles(misp, 3);
            }
            assertThat(message(webhook, 0))
                    .isEqualTo("intel: no worker in email; dry run: healing would call restartDeadWorkers");
            assertThat(misp.restartCalls()).isZero();
            assertThat(audit(folder)).containsExactly("dry-run: no worker in email");
        }
    }

    private void unconfirmed() throws Exception {
        try (SimMisp misp = new SimMisp();
                WebhookReceiver webhook = new WebhookReceiver()) {
            Folder folder = folder(misp, webhook, "300").set("alert.confirm", "1000");
            try (WatchApp watch = folder.watch()) {
                assertThat(watch).isNotNull();
                awaitCycles(misp, 2);
                misp.workers().killAll();
                awaitCycles(misp, 4);
            }
            assertThat(misp.restartCalls()).isZero();
            assertThat(told(webhook)).isEmpty();
        }
    }

    private void silenced() throws Exception {
        try (SimMisp misp = new SimMisp();
                WebhookReceiver webhook = new WebhookReceiver()) {
            Folder folder = folder(misp, webhook, "300")
                    .set("silence.always.checks", "misp/*")
                    .set("silence.always.when", "00:00-24:00")
                    .set("silence.always.zone", "UTC");
            try (WatchApp watch = folder.watch()) {
                assertThat(watch).isNotNull();
                awaitCycles(misp, 2);
                misp.workers().kill("email");
                await().atMost(PATIENCE).until(() -> misp.restartCalls() == 1);
                awaitCycles(misp, 3);
            }
            assertThat(misp.restartCalls()).isEqualTo(1);
            assertThat(audit(folder)).containsExactly("proven: 7 good workers in 5 queues");
            assertThat(told(webhook)).isEmpty();
        }
    }

    private void heldBack() throws Exception {
        try (SimMisp misp = new SimMisp();
                WebhookReceiver webhook = new WebhookReceiver()) {
            Folder folder = folder(misp, webhook, "300");
            try (WatchApp watch = folder.watch()) {
                assertThat(watch).isNotNull();
                awaitCycles(misp, 2);
                StateSettings state =
                        StateSettings.of("jdbc:sqlite:" + folder.path().resolve("state/freshwatch.db"));
                try (Store beside = Store.beside(state, InstantSource.system())) {
                    SilenceTable silences = new SilenceTable(beside);
                    silences.add("misp/intel/*", Duration.ofHours(2), "workers are stopped", "anna", false);
                    misp.workers().kill("email");
                    awaitCycles(misp, 4);
                    assertThat(misp.restartCalls()).isZero();
                    assertThat(new OpenProblemsQuery(beside, List.of()).all())
                            .singleElement()
                            .satisfies(problem -> {
                                assertThat(problem.message())
                                        .isEqualTo("intel: no worker in email; not healed: silenced by anna:"
                                                + " workers are stopped");
                                assertThat(problem.silenced()).isNotNull();
                            });
                    silences.end("misp/intel/*", "anna");
                }
                await().atMost(PATIENCE).until(() -> misp.restartCalls() == 1);
                awaitCycles(misp, 2);
            }
            assertThat(audit(folder)).containsExactly("proven: 7 good workers in 5 queues");
            assertThat(misp.violations()).isEmpty();
        }
    }

    private void heldBackEachWeek() throws Exception {
        try (SimMisp misp = new SimMisp();
                WebhookReceiver webhook = new WebhookReceiver()) {
            Folder folder = folder(misp, webhook, "300")
                    .set("silence.always.checks", "misp/*/workers")
                    .set("silence.always.when", "00:00-24:00")
                    .set("silence.always.zone", "UTC")
                    .set("silence.always.heal", "false");
            try (WatchApp watch = folder.watch()) {
                assertThat(watch).isNotNull();
                awaitCycles(misp, 2);
                misp.workers().killAll();
                awaitCycles(misp, 4);
            }
            assertThat(misp.restartCalls()).isZero();
            assertThat(audit(folder)).isEmpty();
        }
    }

    private void inMaintenance() throws Exception {
        for (String key : new String[] {SimMisp.USER_KEY, ""}) {
            try (SimMisp misp = new SimMisp();
                    WebhookReceiver webhook = new WebhookReceiver()) {
                Folder folder = folder(misp, webhook, "300").set("misp.intel.key", key);
                try (WatchApp watch = folder.watch()) {
                    assertThat(watch).isNotNull();
                    awaitCycles(misp, 2);
                    misp.behaviour().maintenance(true);
                    misp.workers().kill("email");
                    awaitCycles(misp, 4);
                    assertThat(misp.restartCalls()).isZero();
                    misp.behaviour().maintenance(false);
                    await().atMost(PATIENCE).until(() -> misp.restartCalls() == 1);
                    awaitCycles(misp, 2);
                }
                assertThat(audit(folder)).containsExactly("proven: 7 good workers in 5 queues");
                assertThat(misp.violations()).isEmpty();
            }
        }
    }

    /** Nothing is called, whatever is told. */
    private void unhealable(SideBySide tests, String name, Consumer<SimMisp> state) {
        tests.add("no call: " + name, () -> {
            try (SimMisp misp = new SimMisp();
                    WebhookReceiver webhook = new WebhookReceiver()) {
                Folder folder = folder(misp, webhook, "300").set("misp.intel.request-timeout", "1s");
                state.accept(misp);
                try (WatchApp watch = folder.watch()) {
                    assertThat(watch).isNotNull();
                    long asked = name.equals("HTTP 401") || name.equals("HTTP 403") ? 1 : 4;
                    await().atMost(PATIENCE).until(() -> misp.calls(GET_WORKERS) >= asked);
                }
                assertThat(misp.restartCalls()).isZero();
                assertThat(audit(folder)).isEmpty();
            }
        });
    }
}
