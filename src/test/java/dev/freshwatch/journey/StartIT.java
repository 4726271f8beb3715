package dev.freshwatch.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.config.StateSettings;
import dev.freshwatch.health.Notified;
import dev.freshwatch.route.Folder;
import dev.freshwatch.route.SideBySide;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.store.PostgresServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** How {@code run} begins where not everything is as it should be yet. */
class StartIT {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> journeys() {
        return new SideBySide(2)
                .soak("a database that is away is waited for, at the start and later", this::databaseAway)
                .soak("SIGTERM ends a watch that waits for its database with 0", this::endedWhileItWaits)
                .add("a second watch is told the process of the first", this::secondWatch)
                .tests();
    }

    private Folder folder(SimEsm esm) throws IOException {
        esm.appliance().alarms().stream().live(SECOND, Duration.ZERO);
        return new Folder(Files.createTempDirectory(directory, "config"))
                .esm("soc", esm)
                .set("esm.soc.every", "1s")
                .set("web.enabled", "true")
                .set("web.port", Ports.free());
    }

    private static Folder on(StateSettings state, Folder folder) {
        return folder.set("state.url", state.url())
                .set("state.username", state.username())
                .set("state.password", state.password().reveal());
    }

    private static String ready(int port) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port + "/observe/health/ready");
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60)).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private void databaseAway() throws Exception {
        try (SimEsm esm = new SimEsm();
                PostgresServer server = PostgresServer.start()) {
            int port = Ports.free();
            Folder folder = on(server.freshSchema(), folder(esm)).set("web.port", port);
            server.stop();
            try (Launched run = Launched.start(folder, "run").saying("waiting for it")) {
                assertThat(ready(port)).contains("\"status\":\"down\"", "refused");
                assertThat(esm.requests().total()).isZero();
                server.run();
                run.watching();
                await().atMost(Launched.PATIENCE).until(() -> ready(port).contains("\"status\":\"up\""));

                server.stop();
                run.saying("esm/soc: the cycle failed: the store cannot be written");
                await().atMost(Launched.PATIENCE).until(() -> ready(port).contains("cannot be used"));
                server.run();
                await().atMost(Launched.PATIENCE).until(() -> ready(port).contains("\"status\":\"up\""));
                run.terminate();
                assertThat(run.exitCode()).as(run::err).isZero();
                assertThat(run.err()).as("one line each").doesNotContain("\tat ", "Caused by");
            }
        }
    }

    private void endedWhileItWaits() throws Exception {
        String socket = directory.resolve("notify").toString();
        try (SimEsm esm = new SimEsm();
                Notified notified = new Notified(directory, socket)) {
            StateSettings nobody = PostgresServer.settings("jdbc:postgresql://127.0.0.1:" + Ports.free() + "/x");
            try (Launched run = Launched.start(
                    on(nobody, folder(esm)), Map.of("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "1000000"), "run")) {
                String pid = run.pid() + " ";
                await().atMost(Launched.PATIENCE).until(() -> notified.heard().size() >= 2);
                assertThat(notified.heard().get(1))
                        .startsWith(pid + "STATUS=waiting: the store jdbc:postgresql://127.0.0.1:")
                        .endsWith(" EXTEND_TIMEOUT_USEC=30000000");
                run.terminate();
                assertThat(run.exitCode()).as(run::err).isZero();
                assertThat(notified.heard()).noneMatch(told -> told.contains("READY=1"));
            }
        }
    }

    private void secondWatch() throws Exception {
        try (SimEsm esm = new SimEsm()) {
            Folder folder = folder(esm);
            try (Launched first = Launched.start(folder, "run").watching()) {
                Launched second = Launched.finished(folder, "run");
                assertThat(second.exitCode()).as(second::err).isEqualTo(3);
                assertThat(second.err()).contains("cannot start: a watch is already running, pid " + first.pid());
                assertThat(second.out()).isEmpty();
                first.terminate();
                assertThat(first.exitCode()).as(first::err).isZero();
            }
        }
    }
}
