package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.app.StartupException;
import dev.freshwatch.app.StartupException.EndedEarly;
import dev.freshwatch.app.WatchApp;
import dev.freshwatch.config.StateSettings;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.store.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A watch that cannot begin yet: its database is away, or somebody has its port. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WaitingStartTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private HttpResponse<String> get(int port, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        return client.send(
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private Folder folder(SimEsm esm, int port) {
        return new Folder(directory).esm("soc", esm).set("web.enabled", "true").set("web.port", port);
    }

    private static Folder on(StateSettings state, Folder folder) {
        return folder.set("state.url", state.url())
                .set("state.username", state.username())
                .set("state.password", state.password().reveal());
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private CompletableFuture<WatchApp> started(Folder folder) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return folder.watch(ended);
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                },
                task -> new Thread(task, "start").start());
    }

    @Test
    void whileTheDatabaseIsAwayReadinessSaysSoAndThenTheWatchBegins() throws Exception {
        try (SimEsm esm = new SimEsm();
                PostgresServer server = PostgresServer.start()) {
            int port = free();
            Folder folder = on(server.freshSchema(), folder(esm, port));
            server.stop();
            CompletableFuture<WatchApp> start = started(folder);

            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> get(port, "/observe/health/ready").body().contains("refused"));
            HttpResponse<String> ready = get(port, "/observe/health/ready");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body())
                    .contains("\"timers\":\"not started yet\"", "\"store\":\"the store jdbc:postgresql:")
                    .doesNotContain("not for the log");
            assertThat(get(port, "/observe/health/live").statusCode())
                    .as("another start would not help")
                    .isEqualTo(200);
            assertThat(get(port, "/observe/metrics").statusCode()).isEqualTo(200);
            for (String path : List.of("/", "/api/checks", "/badge/esm/soc/alarms.svg")) {
                HttpResponse<String> page = get(port, path);
                assertThat(page.statusCode()).as(path).isEqualTo(503);
                assertThat(page.body())
                        .contains("the store is not open yet: the store jdbc:postgresql:")
                        .doesNotContain("not for the log");
            }
            assertThat(start).isNotDone();
            assertThat(esm.requests().total()).isZero();

            server.run();
            try (WatchApp watch = start.join()) {
                assertThat(watch.webPort()).hasValue(port);
                await().atMost(PATIENCE)
                        .until(() -> get(port, "/observe/health/ready").statusCode() == 200);
                await().atMost(PATIENCE).until(() -> esm.requests().total() > 0);
                await().atMost(PATIENCE)
                        .until(() -> get(port, "/api/checks").body().contains("esm/soc/session"));
                server.stop();
                HttpResponse<String> away = get(port, "/api/checks");
                assertThat(away.statusCode()).isEqualTo(503);
                assertThat(away.headers().firstValue("retry-after")).isPresent();
                assertThat(away.body()).contains("the store cannot be").doesNotContain("not for the log");
                server.run();
                await().atMost(PATIENCE).until(() -> get(port, "/api/checks").statusCode() == 200);
            }
        }
    }

    @Test
    void whoeverEndsItNeedNotWaitForTheDatabase() throws Exception {
        try (SimEsm esm = new SimEsm()) {
            int port = free();
            StateSettings nobody = PostgresServer.settings("jdbc:postgresql://127.0.0.1:" + free() + "/x");
            CompletableFuture<WatchApp> start = started(on(nobody, folder(esm, port)));
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> get(port, "/observe/health/ready").body().contains("refused"));
            ended.complete(null);
            assertThatThrownBy(start::join).hasCauseInstanceOf(EndedEarly.class);
        }
    }

    @Test
    void aPortThatGetsFreeIsTaken() throws Exception {
        try (SimEsm esm = new SimEsm();
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            CompletableFuture<WatchApp> start = started(folder(esm, port));
            await().atMost(PATIENCE)
                    .until(() ->
                            directory.resolve("state/freshwatch.db").toFile().exists());
            assertThat(start).isNotDone();
            other.close();
            try (WatchApp watch = start.join()) {
                assertThat(watch.webPort()).hasValue(port);
            }
        }
    }

    @Test
    void whoeverEndsItNeedNotWaitForThePort() throws Exception {
        try (SimEsm esm = new SimEsm();
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<WatchApp> start = started(folder(esm, other.getLocalPort()));
            ended.complete(null);
            assertThatThrownBy(start::join).hasCauseInstanceOf(EndedEarly.class);
        }
    }

    @Test
    void whereAnotherWatchHasThePortThatIsTheReason() throws Exception {
        try (SimEsm esm = new SimEsm()) {
            Folder folder = folder(esm, free());
            try (WatchApp first = folder.watch()) {
                assertThat(first.webPort()).isPresent();
                assertThatThrownBy(folder::watch)
                        .isInstanceOf(StartupException.class)
                        .hasMessageStartingWith("a watch is already running")
                        .hasMessageContaining(
                                directory.resolve("state/freshwatch.db").toString());
            }
        }
    }
}
