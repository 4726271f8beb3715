package dev.freshwatch.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.cluster.ReloadCallTable;
import dev.freshwatch.config.StateSettings;
import dev.freshwatch.store.PostgresServer;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A node that is called to reload by a command beside it. */
class ReloadCallsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final StateSettings where = PostgresServer.shared().freshSchema();
    private final AtomicInteger reloads = new AtomicInteger();

    @Test
    void eachCallIsHeardOnce() {
        try (Store node = Store.open(where, InstantSource.system());
                ReloadCalls calls = new ReloadCalls(node, Duration.ZERO);
                Store command = Store.beside(where, InstantSource.system())) {
            calls.reloadBy(reloads::incrementAndGet);
            assertThat(ReloadCallTable.call(command)).isEqualTo(1);
            await().atMost(PATIENCE).until(() -> reloads.get() == 1);
            assertThat(calls.heard()).isEqualTo(1);

            // what is written besides is heard as well, and is no call
            AtomicInteger heard = new AtomicInteger();
            node.listeners().listen("test", keys -> heard.incrementAndGet());
            command.transaction(connection -> Sql.update(connection, "DELETE FROM silence"));
            await().atMost(PATIENCE).until(() -> heard.get() > 0);
            assertThat(ReloadCallTable.call(command)).isEqualTo(2);
            await().atMost(PATIENCE).until(() -> calls.heard() == 2);
            assertThat(reloads).hasValue(2);
        }
    }

    /** A process that starts has read its files a while before it can hear anything. */
    @Test
    void aCallThatIsYoungerThanTheProcessIsAnsweredByAReloadAndAnOlderOneByTheStart() {
        try (Store node = Store.open(where, InstantSource.system())) {
            ReloadCallTable.call(node);
            try (ReloadCalls calls = new ReloadCalls(node, Duration.ofHours(1))) {
                assertThat(calls.heard()).isZero();
                calls.reloadBy(reloads::incrementAndGet);
                await().atMost(PATIENCE).until(() -> reloads.get() == 1);
                assertThat(calls.heard()).isEqualTo(1);
            }
            node.transaction(
                    connection -> Sql.update(connection, "UPDATE reload_call SET asked_at = asked_at - 60000"));
            try (ReloadCalls calls = new ReloadCalls(node, Duration.ofSeconds(30))) {
                assertThat(calls.heard()).isEqualTo(1);
                calls.reloadBy(reloads::incrementAndGet);
                ReloadCallTable.call(node);
                calls.reloadBy(reloads::incrementAndGet);
                await().atMost(PATIENCE).until(() -> calls.heard() == 2);
                assertThat(reloads).hasValue(2);
            }
        }
    }
}
