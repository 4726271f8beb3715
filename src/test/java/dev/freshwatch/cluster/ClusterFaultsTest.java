package dev.freshwatch.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshwatch.TcpProxy;
import dev.freshwatch.config.StateSettings;
import dev.freshwatch.route.Folder;
import dev.freshwatch.sim.SimDevice;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.WebhookReceiver;
import dev.freshwatch.store.PostgresServer;
import dev.freshwatch.store.SideConnection;
import dev.freshwatch.store.Sql;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes, each a process of its own, on a real PostgreSQL; one ESM with a Receiver that goes silent and comes back
 * again and again; and faults in between. {@code -Dfreshwatch.cluster.faults=200} is the full measure, and
 * {@code -Dfreshwatch.cluster.seed=…} repeats a run.
 */
@Tag("soak")
class ClusterFaultsTest {

    private static final Duration LEASE = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    private final Map<String, Process> nodes = new TreeMap<>();
    private final Map<String, Folder> folders = new TreeMap<>();
    private final Map<String, TcpProxy> ways = new TreeMap<>();
    private PostgresServer server;
    private StateSettings where;

    private enum Fault {
        KILL,
        FREEZE,
        STOP,
        SESSIONS,
        /** The connections of a node to the database are reset. */
        CUT,
        /** Nothing arrives, and nobody is told. */
        HOLD,
        RESTART
    }

    @AfterEach
    void end() throws Exception {
        for (Process process : nodes.values()) {
            signal(process, "CONT");
            process.destroyForcibly();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        for (TcpProxy way : ways.values()) {
            way.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private Folder folder(String node, SimEsm esm, WebhookReceiver webhook) throws IOException {
        return new Folder(Files.createDirectories(directory.resolve(node)))
                .esm("soc", esm)
                .set("esm.soc.receivers", "all")
                .set("esm.soc.alarms.enabled", "false")
                .set("esm.soc.events.error-after", "2s")
                .set("esm.soc.request-timeout", "5s")
                .webhook(webhook)
                .set("alert.flapping", "false")
                .set(
                        "state.url",
                        where.url()
                                .replaceFirst(":[0-9]+/", ":" + ways.get(node).port() + "/"))
                .set("state.username", where.username())
                .set("state.password", where.password().reveal())
                .set("cluster.enabled", "true")
                .set("cluster.node", node)
                .set("cluster.lease", "3s");
    }

    private void start(String node) throws IOException {
        Path folder = folders.get(node).write().path();
        List<String> command = List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx160m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dfreshwatch.home=" + Folder.HOME,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.freshwatch.cli.Main",
                "run",
                "--config",
                folder.toString());
        nodes.put(
                node,
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(
                                folder.resolve("log").toFile()))
                        .start());
    }

    private static void signal(Process process, String name) throws Exception {
        if (process.isAlive()) {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            assertThat(kill.waitFor()).isZero();
        }
    }

    private List<String> rows(String sql) throws SQLException {
        try (Connection connection = SideConnection.open(where, "test", Duration.ofSeconds(10))) {
            return Sql.list(connection, sql, Sql.Row::text);
        }
    }

    private String holder(String namespace) throws SQLException {
        List<String> holder = rows("SELECT holder FROM cluster_lease WHERE holder IS NOT NULL AND namespace = '"
                + namespace + "' AND expires_at > extract(epoch FROM clock_timestamp()) * 1000");
        return holder.isEmpty() ? "" : holder.get(0);
    }

    private String logs() {
        StringBuilder all = new StringBuilder();
        folders.forEach((node, folder) -> {
            try {
                all.append("== ")
                        .append(node)
                        .append('\n')
                        .append(Files.readString(folder.path().resolve("log")));
            } catch (IOException e) {
                all.append(e).append('\n');
            }
        });
        return all.toString();
    }

    private static List<JsonNode> told(WebhookReceiver webhook, String kind) {
        List<JsonNode> told = new ArrayList<>();
        webhook.hooks().all().forEach(hook -> {
            try {
                JsonNode notice = JSON.readTree(hook.text());
                if (notice.path("type").asText().equals("dev.freshwatch." + kind)
                        && notice.path("subject").asText().startsWith("esm/soc/events/")) {
                    told.add(notice);
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        return told;
    }

    private static long ids(List<JsonNode> notices) {
        return notices.stream()
                .map(notice -> notice.path("id").asText())
                .distinct()
                .count();
    }

    @Test
    void whateverHappensToANodeEveryTurnIsToldOnce() throws Exception {
        long seed = Long.getLong("freshwatch.cluster.seed", System.nanoTime());
        int faults = Integer.getInteger("freshwatch.cluster.faults", 4);
        System.out.println("seed " + seed + ", " + faults + " faults");
        Random random = new Random(seed);
        server = PostgresServer.start();
        where = server.freshSchema();
        int port = URI.create(where.url().substring("jdbc:".length())).getPort();
        try (SimEsm esm = new SimEsm();
                WebhookReceiver webhook = new WebhookReceiver()) {
            SimDevice receiver = esm.appliance().addReceiver("ERC-1");
            receiver.events().live(Duration.ofSeconds(1), Duration.ZERO);
            for (String node : List.of("a", "b", "c")) {
                ways.put(node, TcpProxy.to(port));
                folders.put(node, folder(node, esm, webhook));
                start(node);
            }
            await("a holder").atMost(PATIENCE).ignoreExceptions().until(() -> !holder("esm/soc")
                    .isEmpty());
            int problems = 0;
            for (int i = 0; i < faults; i++) {
                Fault fault = i == 0 ? Fault.KILL : Fault.values()[random.nextInt(Fault.values().length)];
                String victim = holder(random.nextBoolean() ? "esm/soc" : "freshwatch/sink/webhook");
                victim = victim.isEmpty() ? "a" : victim;
                System.out.println((i + 1) + ": " + fault + " of " + victim);
                receiver.events().stop();
                happen(fault, victim, random);
                problems++;
                awaitTold(webhook, "problem", problems);
                receiver.events().live(Duration.ofSeconds(1), Duration.ZERO);
                awaitTold(webhook, "recovery", problems);
                back(fault, victim);
            }
            assertThat(ids(told(webhook, "problem"))).as("problems").isEqualTo(problems);
            assertThat(ids(told(webhook, "recovery"))).as("recoveries").isEqualTo(problems);
            Set<String> bytes = new HashSet<>();
            webhook.hooks().all().forEach(hook -> bytes.add(hook.text()));
            Set<String> ids = new HashSet<>();
            bytes.forEach(text -> {
                try {
                    ids.add(JSON.readTree(text).path("id").asText());
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(bytes).as("a repeated notice has the same bytes").hasSameSizeAs(ids);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(e.getMessage() + "\n" + logs(), e);
        }
    }

    private void awaitTold(WebhookReceiver webhook, String kind, int count) {
        await(kind + " " + count).atMost(PATIENCE).until(() -> ids(told(webhook, kind)) >= count);
    }

    private void happen(Fault fault, String victim, Random random) throws Exception {
        Process process = nodes.get(victim);
        switch (fault) {
            case KILL -> {
                process.destroyForcibly();
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            }
            case FREEZE -> signal(process, "STOP");
            case STOP -> {
                process.destroy();
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            }
            case CUT -> ways.get(victim).cut();
            case HOLD -> ways.get(victim).hold();
            case RESTART -> {
                server.stop();
                server.run();
            }
            case SESSIONS ->
                rows("SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                        + " AND application_name LIKE 'freshwatch%' AND random() < " + random.nextDouble());
        }
    }

    private void back(Fault fault, String victim) throws Exception {
        if (fault == Fault.FREEZE) {
            signal(nodes.get(victim), "CONT");
        } else if (fault == Fault.KILL || fault == Fault.STOP) {
            start(victim);
        } else {
            ways.get(victim).mend();
        }
        await("all nodes")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() ->
                        rows("SELECT node FROM cluster_node WHERE left_at IS NULL AND seen_at > extract(epoch FROM clock_timestamp()) * 1000 - 3000")
                                        .size()
                                == nodes.size());
    }
}
