package dev.freshwatch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.MostlyWaits;
import dev.freshwatch.config.StateSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/** Several nodes on one PostgreSQL. */
@Timeout(180)
class SharedStoreTest {

    private static final InstantSource CLOCK = InstantSource.system();

    private final StateSettings alone = PostgresServer.shared().freshSchema();
    private final StateSettings shared = alone.ofCluster();

    private static AtomicInteger told(Store store) {
        await().until(store::check); // that its session is new has been told
        AtomicInteger told = new AtomicInteger();
        store.listeners().listen("syslog", keys -> told.incrementAndGet());
        return told;
    }

    private static void commit(Store store, boolean wakes) {
        UnitOfWork unitOfWork = store.begin();
        try {
            if (wakes) {
                unitOfWork.wakeOthers();
            }
            unitOfWork.commit();
        } finally {
            unitOfWork.rollBack();
        }
    }

    @Test
    @MostlyWaits
    void nodesThatStartTogetherOnAnEmptyDatabaseRunSideBySide() {
        List<CompletableFuture<Store>> starts = IntStream.range(0, 3)
                .mapToObj(any -> CompletableFuture.supplyAsync(() -> Store.open(shared, CLOCK)))
                .toList();
        List<Store> nodes = starts.stream().map(CompletableFuture::join).toList();
        try {
            nodes.forEach(node -> commit(node, true));
            assertThat(Store.isHeld(alone)).isTrue();
        } finally {
            nodes.forEach(Store::close);
        }
        assertThat(Store.isHeld(alone)).isFalse();
        Store.open(alone, CLOCK).close();
    }

    @Test
    @MostlyWaits
    void aWatchOfItsOwnIsRefusedWhileNodesRun() {
        try (Store one = Store.open(shared, CLOCK);
                Store two = Store.open(shared, CLOCK)) {
            assertThatThrownBy(() -> Store.open(alone, CLOCK))
                    .isInstanceOf(StoreException.class)
                    .message()
                    .hasLineCount(1)
                    .contains("nodes of a cluster use it: pid "
                            + ProcessHandle.current().pid() + " (connected from 127.0.0.1, process ")
                    .contains("set cluster.enabled = true to be one of them");
            commit(one, false);
            commit(two, false);
        }
    }

    @Test
    @MostlyWaits
    void aNodeIsRefusedWhileAWatchOfItsOwnRuns() {
        try (Store watch = Store.open(alone, CLOCK)) {
            assertThatThrownBy(() -> Store.open(shared, CLOCK))
                    .isInstanceOf(StoreException.class)
                    .message()
                    .hasLineCount(1)
                    .contains("a watch is already running, pid "
                            + ProcessHandle.current().pid())
                    .contains(", without cluster.enabled; stop it");
            commit(watch, false);
        }
    }

    @Test
    @MostlyWaits
    void aNodeDoesNotChangeTablesOfAnotherVersionThatIsRunning() throws Exception {
        Kept.POSTGRESQL.makeOfFirstVersion(alone);
        try (var running = new PostgresSessions(PostgresDatabase.source(alone), WatchLock.SHARED).getConnection()) {
            assertThat(running.isValid(5)).isTrue();
            assertThatThrownBy(() -> Store.open(shared, CLOCK))
                    .isInstanceOf(StoreException.class)
                    .message()
                    .hasLineCount(1)
                    .contains("another version of Freshwatch, which is running: pid ")
                    .contains("stop it before a node of this version starts");
        }
        Store.open(shared, CLOCK).close();
    }

    /** It is waited for, as everywhere: it says nothing about the version. */
    @Test
    @MostlyWaits
    void aNodeThatGetsNoSecondConnectionDoesNotBlameTheVersion() {
        try (Store running = Store.open(shared, CLOCK)) {
            AtomicInteger connections = new AtomicInteger();
            PGSimpleDataSource full = new PGSimpleDataSource() {
                private static final long serialVersionUID = 1L;

                @Override
                public Connection getConnection() throws SQLException {
                    if (connections.incrementAndGet() > 1) {
                        throw new SQLException("sorry, too many clients already", "53300");
                    }
                    return PostgresDatabase.source(alone).getConnection();
                }
            };
            assertThatThrownBy(() -> PostgresMigration.beforeNodes(full, "here"))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.isAway()).isTrue())
                    .message()
                    .hasLineCount(1)
                    .contains("too many clients")
                    .doesNotContain("version");
            commit(running, false);
        }
    }

    @Test
    @MostlyWaits
    void aNodeWaitsWhileAnotherChangesTheTables() {
        DataSource source = PostgresDatabase.source(alone);
        Duration soon = Duration.ofMillis(100);
        PostgresMigration.alone(source, "here", soon, first -> {
            assertThatThrownBy(() -> PostgresMigration.alone(source, "here", soon, second -> true))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.isAway()).isTrue())
                    .hasMessage("the store here cannot be used: another node is changing its tables");
            return true;
        });
    }

    @Test
    @MostlyWaits
    void whatOneNodeWritesForASinkWakesTheOthersAndNotItself() {
        try (Store one = Store.open(shared, CLOCK);
                Store two = Store.open(shared, CLOCK)) {
            AtomicInteger toldOne = told(one);
            AtomicInteger toldTwo = told(two);
            commit(one, false);
            commit(one, true);
            await().until(() -> toldTwo.get() > 0);
            assertThat(toldOne).hasValue(0);
            int before = toldTwo.get();
            assertThat(before).isEqualTo(1);
            commit(two, true);
            await().until(() -> toldOne.get() > 0);
            assertThat(toldTwo).hasValue(before);
        }
    }

    @Test
    @MostlyWaits
    void whatIsWrittenInAnotherSchemaOfTheDatabaseWakesNobody() {
        try (Store here = Store.open(shared, CLOCK);
                Store there = Store.open(PostgresServer.shared().freshSchema().ofCluster(), CLOCK)) {
            AtomicInteger told = told(here);
            commit(there, true);
            await().until(here::check);
            assertThat(told).hasValue(0);
        }
    }

    /** It was stopped, or its network is gone, while it held the lock of all transactions. */
    @Test
    @MostlyWaits
    void aNodeThatStandsStillInATransactionHoldsUpTheOthersForSecondsOnly() {
        try (Store still = Store.open(shared, CLOCK);
                Store other = Store.open(shared, CLOCK)) {
            UnitOfWork open = still.begin();
            commit(other, false);
            assertThatThrownBy(open::commit).isInstanceOf(StoreException.class);
            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptionsInstanceOf(StoreException.class)
                    .until(() -> {
                        commit(still, false);
                        return true;
                    });
        }
    }
}
