package dev.freshwatch.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.config.StateSettings;
import dev.freshwatch.route.Folder;
import dev.freshwatch.schedule.CycleScheduler;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.WebhookReceiver;
import dev.freshwatch.store.PostgresServer;
import dev.freshwatch.store.SideConnection;
import dev.freshwatch.store.Sql;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes, one of which goes on renewing its leases, but starts no cycle any more. */
@Timeout(420)
@Tag("soak")
class HangingNodeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(150);

    private final StateSettings where = PostgresServer.shared().freshSchema();

    @TempDir
    Path directory;

    private Folder folder(String node, SimEsm esm, WebhookReceiver webhook) throws IOException {
        Folder folder = new Folder(Files.createDirectories(directory.resolve(node)))
                .webhook(webhook)
                .set("state.url", where.url())
                .set("state.username", where.username())
                .set("state.password", where.password().reveal())
                .set("cluster.enabled", "true")
                .set("cluster.node", node)
                .set("cluster.lease", "3s")
                .set("cluster.report-after", "8s");
        List.of("soc", "lab", "east", "west")
                .forEach(name -> folder.esm(name, esm).set("esm." + name + ".alarms.enabled", "false"));
        return folder;
    }

    private static ReentrantLock lock(WatchApp watch) throws ReflectiveOperationException {
        Field shared = WatchApp.class.getDeclaredField("shared");
        shared.setAccessible(true);
        Field lock = CycleScheduler.class.getDeclaredField("lock");
        lock.setAccessible(true);
        return (ReentrantLock) lock.get(((SharedParts) shared.get(watch)).scheduler());
    }

    /** The namespaces that both hold, as {@code a:12 b:11}. */
    private static List<String> holders(Connection connection) throws Exception {
        return Sql.list(
                connection,
                "SELECT DISTINCT holder || ' ' || cause FROM cluster_lease WHERE holder IS NOT NULL ORDER BY 1",
                Sql.Row::text);
    }

    private static List<String> told(WebhookReceiver webhook) {
        return webhook.hooks().all().stream()
                .map(WebhookReceiver.Hook::text)
                .filter(text -> text.contains("freshwatch/node/b"))
                .toList();
    }

    @Test
    void itsWorkIsDoneByTheOtherAndThatIsToldOnce() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        try (SimEsm esm = new SimEsm();
                WebhookReceiver webhook = new WebhookReceiver();
                Connection connection = SideConnection.open(where, "test", Duration.ofSeconds(20));
                WatchApp a = folder("a", esm, webhook).watch();
                WatchApp b = folder("b", esm, webhook).watch()) {
            assertThat(a.webPort()).isEmpty();
            await("both have their share").atMost(PATIENCE).until(() -> holders(connection).stream()
                    .anyMatch(holder -> holder.startsWith("b ")));
            ReentrantLock scheduling = lock(b);
            CompletableFuture<Void> hanging = CompletableFuture.runAsync(() -> holdUntil(scheduling, goOn));
            try {
                await("a has all").atMost(PATIENCE).untilAsserted(() -> assertThat(holders(connection))
                        .contains("a hung")
                        .noneMatch(holder -> holder.startsWith("b ")));
                await("it is told").atMost(PATIENCE).untilAsserted(() -> assertThat(told(webhook))
                        .singleElement()
                        .asString()
                        .contains("dev.freshwatch.problem", "critical")
                        .contains("node b: hangs: the scheduler does not answer"));
            } finally {
                goOn.countDown();
                hanging.join();
            }
            await("b has its share again").atMost(PATIENCE).untilAsserted(() -> assertThat(holders(connection))
                    .contains("b shared"));
            await("that is told, too").atMost(PATIENCE).untilAsserted(() -> assertThat(told(webhook))
                    .hasSize(2)
                    .last()
                    .asString()
                    .contains("dev.freshwatch.recovery"));
        }
    }

    private static void holdUntil(ReentrantLock lock, CountDownLatch goOn) {
        lock.lock();
        try {
            goOn.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
