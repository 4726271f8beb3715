package dev.freshwatch.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.TcpProxy;
import dev.freshwatch.app.WatchApp;
import dev.freshwatch.config.StateSettings;
import dev.freshwatch.route.Folder;
import dev.freshwatch.store.PostgresServer;
import dev.freshwatch.store.SideConnection;
import dev.freshwatch.store.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An operator's own route below master:, as shipped: on one node, and on several. */
class MasterRoutesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Each beat is a line with the time and the name of the node, in a file that all nodes have. */
    private static final String ROUTE =
            """
            - beans:
                - name: onOneNode
                  type: org.apache.camel.impl.cluster.ClusteredRoutePolicy
                  factoryMethod: forNamespace
                  constructors:
                    "0": policed
            - route:
                id: mine
                %s
                from:
                  uri: %s
                  parameters:
                    period: 300
                    delay: 0
                    synchronous: true
                  steps:
                    - setBody:
                        expression:
                          simple:
                            expression: "${date:now:yyyyMMddHHmmssSSS} {{cluster.node}}\\n"
                            trim: "false"
                    - to:
                        uri: file:%s
                        parameters:
                          fileName: beats
                          fileExist: Append
            """;

    private static final String KEPT =
            """
            - route:
                id: mine
                from:
                  uri: %s
                  steps:
                    - to:
                        uri: log:mine
            """;

    @TempDir
    Path directory;

    private final Map<String, Process> processes = new TreeMap<>();

    @AfterEach
    void end() throws Exception {
        for (Process process : processes.values()) {
            signal(process, "CONT");
            process.destroyForcibly();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void signal(Process process, String name) throws Exception {
        if (process.isAlive()) {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            assertThat(kill.waitFor()).isZero();
        }
    }

    /** @param policy a further line of the route */
    private Folder folder(String node, String from, String policy) throws IOException {
        return new Folder(Files.createDirectories(directory.resolve(node)))
                .set("esm.soc.url", "https://127.0.0.1:1")
                .set("esm.soc.username", "x")
                .set("esm.soc.password", "y")
                .set("cluster.node", node)
                .route("mine.camel.yaml", String.format(Locale.ROOT, ROUTE, policy, from, directory));
    }

    private Folder folder(String node, StateSettings where, int port) throws IOException {
        return folder(node, "master:mine:timer:tick", "description: beats", where, port);
    }

    private Folder folder(String node, String from, String policy, StateSettings where, int port) throws IOException {
        return folder(node, from, policy)
                .set("state.url", where.url().replaceFirst(":[0-9]+/", ":" + port + "/"))
                .set("state.username", where.username())
                .set("state.password", where.password().reveal())
                .set("cluster.enabled", "true")
                .set("cluster.lease", "3s");
    }

    /** Who beat, in the order in which the beats began: one that is frozen in the middle of a beat ends it later. */
    private List<String> beats() throws IOException {
        Path file = directory.resolve("beats");
        List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
        return lines.stream()
                .sorted()
                .map(line -> line.replaceFirst("^[0-9]* ", ""))
                .toList();
    }

    /** Who beat one after the other. */
    private List<String> turns() throws IOException {
        List<String> turns = new ArrayList<>();
        for (String node : beats()) {
            if (turns.isEmpty() || !turns.get(turns.size() - 1).equals(node)) {
                turns.add(node);
            }
        }
        return turns;
    }

    private void beatsMore(String node) throws IOException {
        long before = count(node);
        await().atMost(PATIENCE).until(() -> count(node) > before + 2);
    }

    private long count(String node) throws IOException {
        return beats().stream().filter(node::equals).count();
    }

    @ParameterizedTest
    @CsvSource({"master:mine:timer:tick, 'description: beats'", "timer:tick, 'routePolicy: onOneNode'"})
    void aNodeThatIsAloneIsTheMasterAlsoAfterAReload(String from, String policy) throws Exception {
        Folder folder = folder("alone", from, policy);
        try (WatchApp watch = folder.watch()) {
            beatsMore("alone");

            assertThat(folder.set("esm.soc.every", "1h").reload(watch)).isEmpty();
            beatsMore("alone");
        }
        long ended = count("alone");
        assertThat(count("alone")).isEqualTo(ended);
    }

    /** The routes of the one before are stopped and those of the next one started, and a beat can come in between. */
    @ParameterizedTest
    @CsvSource({"file:%s/inbox, 3", "timer:tick?synchronous=true, 1"})
    @Tag("soak")
    void aReloadOfANodeKeepsTheLeaseOfItsRoutes(String begins, int reloads) throws Exception {
        StateSettings where = PostgresServer.shared().freshSchema();
        String from = "master:mine:" + String.format(Locale.ROOT, begins, directory);
        Folder folder = folder("a", where, port(where));
        folder.route("mine.camel.yaml", String.format(Locale.ROOT, KEPT, from));
        try (Connection connection = SideConnection.open(where, "test", PATIENCE);
                WatchApp watch = folder.watch()) {
            await().atMost(PATIENCE).until(() -> fence(connection) > 0);
            long before = fence(connection);
            for (int reload = 1; reload <= reloads; reload++) {
                assertThat(folder.set("esm.soc.every", reload + "h").reload(watch))
                        .isEmpty();
            }
            assertThat(fence(connection)).isEqualTo(before);
        }
    }

    private static long fence(Connection connection) throws Exception {
        return Sql.list(
                        connection,
                        "SELECT fence FROM cluster_lease WHERE namespace = 'own/mine' AND holder IS NOT NULL",
                        Sql.Row::number)
                .stream()
                .findFirst()
                .orElse(0L);
    }

    @Test
    void aPolicyWithANamespaceThatNoDatabaseTakesIsRefusedAtTheStart() throws Exception {
        Folder folder = folder("alone", "timer:tick", "routePolicy: onOneNode");
        Path route = directory.resolve("alone/routes/mine.camel.yaml");
        folder.route("mine.camel.yaml", Files.readString(route).replace("policed", "po/liced"));
        assertThatThrownBy(() -> folder.watch().close())
                .hasStackTraceContaining("a cluster has no namespace \"po/liced\": write at most 63 letters");
    }

    /** One that hangs on to nothing: its own clock tells it that it is cut off. */
    @Test
    @Tag("soak")
    void aRouteMovesWhenItsNodeIsCutOffAndWhenItIsStopped() throws Exception {
        PostgresServer server = PostgresServer.shared();
        StateSettings where = server.freshSchema();
        Map<String, TcpProxy> ways = Map.of("a", TcpProxy.to(port(where)), "b", TcpProxy.to(port(where)));
        Map<String, WatchApp> watches = new TreeMap<>();
        try {
            for (String node : List.of("a", "b")) {
                watches.put(node, folder(node, where, ways.get(node).port()).watch());
            }
            await().atMost(PATIENCE).until(() -> !beats().isEmpty());
            String first = turns().get(0);
            String other = first.equals("a") ? "b" : "a";
            beatsMore(first);

            ways.get(first).hold();
            beatsMore(other);
            ways.get(first).mend();
            beatsMore(other);
            assertThat(turns()).startsWith(first, other);

            String now = turns().get(turns().size() - 1);
            watches.remove(now).close();
            beatsMore(now.equals("a") ? "b" : "a");
            assertThat(turns().size()).isLessThanOrEqualTo(4);
        } finally {
            for (WatchApp watch : watches.values()) {
                watch.close();
            }
            ways.values().forEach(TcpProxy::close);
        }
    }

    private static int port(StateSettings where) {
        return Integer.parseInt(where.url().replaceFirst("^.*?:([0-9]+)/.*$", "$1"));
    }

    /**
     * When it wakes up, its timer is due: it must not beat once more. A beat that has asked for its lease and is frozen before it
     * has noted the time would look like that; the period is long, so that this is rare.
     */
    @ParameterizedTest
    @CsvSource({"master:mine:timer:tick, 'description: beats'", "timer:tick, 'routePolicy: onOneNode'"})
    @Tag("soak")
    void aNodeThatWasFrozenDoesNotBeatBesideTheOneThatTookOver(String from, String policy) throws Exception {
        StateSettings where = PostgresServer.shared().freshSchema();
        for (String node : List.of("a", "b")) {
            start(node, folder(node, from, policy, where, port(where)));
        }
        await().atMost(PATIENCE).until(() -> !beats().isEmpty());

        for (int round = 0; round < 3; round++) {
            String node = turns().get(turns().size() - 1);
            String other = node.equals("a") ? "b" : "a";
            beatsMore(node);
            int turn = turns().size();
            signal(processes.get(node), "STOP");
            beatsMore(other);
            signal(processes.get(node), "CONT");
            beatsMore(other);
            assertThat(turns()).hasSize(turn + 1).last().isEqualTo(other);
        }
        String node = turns().get(turns().size() - 1);
        processes.get(node).destroyForcibly();
        beatsMore(node.equals("a") ? "b" : "a");
    }

    private void start(String node, Folder configuration) throws IOException {
        Path folder = configuration.write().path();
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
        processes.put(
                node,
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start());
    }
}
