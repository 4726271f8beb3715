package dev.freshwatch.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.freshwatch.app.WatchApp;
import dev.freshwatch.config.StateSettings;
import dev.freshwatch.route.Folder;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.store.PostgresServer;
import dev.freshwatch.store.SideConnection;
import dev.freshwatch.store.Sql;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes that share the ESMs: one of them sends the heartbeat, although it has no findings of the other's. */
@Timeout(180)
@Tag("soak")
class ClusterHeartbeatTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final StateSettings where = PostgresServer.shared().freshSchema();
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger beats = new AtomicInteger();
    private HttpServer server;

    @TempDir
    Path directory;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            beats.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Folder folder(String node, SimEsm esm) throws IOException {
        Folder folder = new Folder(Files.createDirectories(directory.resolve(node)))
                .set("heartbeat.url", "http://127.0.0.1:" + server.getAddress().getPort() + "/")
                .set("heartbeat.every", "1s")
                .set("web.enabled", "true")
                .set("web.port", "0")
                .set("state.url", where.url())
                .set("state.username", where.username())
                .set("state.password", where.password().reveal())
                .set("cluster.enabled", "true")
                .set("cluster.node", node)
                .set("cluster.lease", "3s");
        // some of them for each node
        List.of("soc", "lab", "east", "west").forEach(name -> folder.esm(name, esm));
        return folder;
    }

    private boolean isShared() throws Exception {
        try (Connection connection = SideConnection.open(where, "test", Duration.ofSeconds(10))) {
            return Sql.list(
                                    connection,
                                    "SELECT DISTINCT holder FROM cluster_lease WHERE holder IS NOT NULL AND namespace LIKE"
                                            + " 'esm/%'",
                                    Sql.Row::text)
                            .size()
                    == 2;
        }
    }

    private boolean expectsHeartbeat(WatchApp node) throws Exception {
        URI metrics = URI.create("http://127.0.0.1:" + node.webPort().orElseThrow() + "/observe/metrics");
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body().lines().anyMatch(line -> line.startsWith("freshwatch_heartbeat_age_seconds "));
    }

    @Test
    void itIsSentByOneNodeAndItsAgeIsCountedThereAlone() throws Exception {
        try (SimEsm esm = new SimEsm();
                WatchApp a = folder("a", esm).watch();
                WatchApp b = folder("b", esm).watch()) {
            await("both have ESMs").atMost(PATIENCE).until(this::isShared);

            int before = beats.get();
            await("heartbeats").atMost(PATIENCE).until(() -> beats.get() >= before + 3);
            await("one node counts").atMost(PATIENCE).until(() -> expectsHeartbeat(a) != expectsHeartbeat(b));
        }
    }
}
