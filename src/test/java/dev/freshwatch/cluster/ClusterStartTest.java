package dev.freshwatch.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.app.StartupException.EndedEarly;
import dev.freshwatch.app.WatchApp;
import dev.freshwatch.config.StateSettings;
import dev.freshwatch.route.Folder;
import dev.freshwatch.store.PostgresServer;
import dev.freshwatch.store.SideConnection;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The start of a node beside others. */
class ClusterStartTest {

    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    /** SIGTERM is obeyed; and the others go on with their checks, which this one does not know. */
    @Test
    void oneThatIsStoppedWhileItWaitsForItsNameHasChangedNothing() throws Exception {
        StateSettings where = PostgresServer.shared().freshSchema();
        Store.open(where, InstantSource.system()).close();
        Folder folder = folder(where, LEASE);
        try (Connection connection = SideConnection.open(where, "test", Duration.ofSeconds(20))) {
            Sql.update(
                    connection,
                    """
                    INSERT INTO check_look (check_id, subject, name, state, reason, detail, observed_at, confirmed, recent,
                      settings) VALUES ('esm/other/alarms', 'x', 'x', 'CRITICAL', 'STALE', 'x', 1, 1, 'c', '')""");
            Instant now = Instant.now();
            Member killed = new Member("one", "killed", now, now, "1.2", "hash", Set.of(), null);
            LeaseTable.beat(connection, killed, LEASE, LeaseDecision.NOTHING);
            CompletableFuture<Void> ended = new CompletableFuture<>();

            CompletableFuture<Throwable> start = CompletableFuture.supplyAsync(
                    () -> catchThrowable(() -> folder.watch(ended).close()));
            await().atMost(PATIENCE)
                    .until(() -> sessions(connection).stream().anyMatch(name -> name.contains("node one")));
            assertThat(start).isNotDone();
            ended.complete(null);

            assertThat(start.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isInstanceOf(EndedEarly.class);
            assertThat(Sql.list(connection, "SELECT check_id FROM check_look", Sql.Row::text))
                    .containsExactly("esm/other/alarms");
            assertThat(Sql.list(connection, "SELECT incarnation FROM cluster_node", Sql.Row::text))
                    .containsExactly("killed");
        }
    }

    /** Nothing else would say so: its page and its checks stay as they are. */
    @Test
    void oneThatDoesNothingBecauseAnotherHasItsNameIsNotReady() throws Exception {
        StateSettings where = PostgresServer.shared().freshSchema();
        Folder folder =
                folder(where, Duration.ofSeconds(3)).set("web.enabled", "true").set("web.port", "0");
        try (WatchApp watch = folder.watch();
                Connection connection = SideConnection.open(where, "test", Duration.ofSeconds(20))) {
            await().atMost(PATIENCE).until(() -> ready(watch).statusCode() == 200);
            assertThat(ready(watch).body()).endsWith("\"share\":\"ok\"}");

            Sql.update(connection, "UPDATE cluster_node SET incarnation = 'another', seen_at = seen_at + 3600000");

            await().atMost(PATIENCE).until(() -> ready(watch)
                    .body()
                    .contains("\"store\":\"another node has the name of this one, which does nothing\""));
            assertThat(ready(watch).statusCode()).isEqualTo(503);
            assertThat(ready(watch).body())
                    .contains("\"share\":\"another node has the name of this one, which does nothing\"");
        }
    }

    private static HttpResponse<String> ready(WatchApp watch) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + watch.webPort().getAsInt() + "/observe/health/ready");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private Folder folder(StateSettings where, Duration lease) {
        return new Folder(directory)
                .set("esm.soc.url", "https://127.0.0.1:1")
                .set("esm.soc.username", "x")
                .set("esm.soc.password", "y")
                .set("state.url", where.url())
                .set("state.username", where.username())
                .set("state.password", where.password().reveal())
                .set("cluster.enabled", "true")
                .set("cluster.node", "one")
                .set("cluster.lease", lease.toSeconds() + "s");
    }

    private static List<String> sessions(Connection connection) throws Exception {
        return Sql.list(connection, "SELECT application_name FROM pg_stat_activity", Sql.Row::text);
    }
}
