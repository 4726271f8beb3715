package dev.freshwatch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.freshwatch.MostlyWaits;
import dev.freshwatch.config.StateSettings;
import dev.freshwatch.outbox.DeliveryTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Another process on the store of a watch. */
@ParameterizedClass
@EnumSource(Kept.class)
class StoreBesideTest {

    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    Path folder;

    @Parameter
    Kept kept;

    private StateSettings where;

    @BeforeEach
    void prepare() {
        kept.prepare(folder);
        where = Kept.in(folder);
    }

    private static void sql(Store store, String sql) {
        store.transaction(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.executeUpdate(sql);
            }
        });
    }

    private static String text(Store store, String sql) {
        return store.transaction(connection -> {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery(sql)) {
                return row.next() ? row.getString(1) : null;
            }
        });
    }

    @Test
    void whereThereIsNoStoreYetThatIsSaid() {
        assertThatThrownBy(() -> Store.beside(where, CLOCK))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("there is no store")
                .hasMessageContaining("a watch creates it when it starts");
        assertThat(folder.resolve("state")).doesNotExist();
        assertThat(Store.isHeld(where)).isFalse();
    }

    @Test
    void bothWriteAndTheWatchHearsOfIt() {
        AtomicInteger rung = new AtomicInteger();
        try (Store watch = Store.open(where, CLOCK);
                Store command = Store.beside(where, CLOCK)) {
            watch.listeners().listen("syslog", checks -> {
                assertThat(checks).isEqualTo(Set.of());
                rung.incrementAndGet();
            });
            sql(watch, "INSERT INTO episode (id, check_id, since) VALUES ('e1', 'a/b', 1)");
            int before = rung.get();
            sql(command, "UPDATE episode SET closed_at = 2");
            await().atMost(Duration.ofSeconds(60)).until(() -> rung.get() > before);
            assertThat(text(watch, "SELECT closed_at FROM episode")).isEqualTo("2");
        }
    }

    @Test
    void whatTheWatchWritesItselfRingsNoBellOfThisKind() {
        AtomicInteger rung = new AtomicInteger();
        try (Store watch = Store.open(where, CLOCK)) {
            watch.check();
            watch.listeners().listen("syslog", checks -> rung.incrementAndGet());
            sql(watch, "INSERT INTO episode (id, check_id, since) VALUES ('e1', 'a/b', 1)");
            watch.check();
            assertThat(rung.get()).isZero();
        }
    }

    @Test
    @MostlyWaits
    void whetherAWatchIsRunningCanBeSeenWithoutDisturbingIt() {
        try (Store watch = Store.open(where, CLOCK)) {
            assertThat(Store.isHeld(where)).isTrue();
            assertThat(DeliveryTable.backlog(watch)).isEmpty();
            assertThatThrownBy(() -> Store.open(where, CLOCK)).hasMessageContaining("a watch is already running");
        }
        assertThat(Store.isHeld(where)).isFalse();
        try (Store command = Store.beside(where, CLOCK)) {
            assertThat(Store.isHeld(where)).isFalse();
            Store.open(where, CLOCK).close();
            assertThat(DeliveryTable.backlog(command)).isEmpty();
        }
    }

    @Test
    void theMigrationsThatACommandAsksForAreThoseThatAWatchMakes() {
        try (Store watch = Store.open(where, CLOCK)) {
            List<String> made = watch.transaction(connection -> Sql.list(
                    connection,
                    "SELECT version FROM flyway_schema_history WHERE version IS NOT NULL ORDER BY installed_rank",
                    Sql.Row::text));
            assertThat(made).isEqualTo(Schema.VERSIONS);
        }
    }

    @Test
    void aStoreOfANewerVersionIsRefused() {
        try (Store watch = Store.open(where, CLOCK)) {
            sql(
                    watch,
                    "INSERT INTO flyway_schema_history SELECT 99, '99', 'newer', type, 'V99__newer.sql', 1,"
                            + " installed_by, installed_on, 1, success FROM flyway_schema_history"
                            + " WHERE installed_rank = 1");
        }
        assertThatThrownBy(() -> Store.beside(where, CLOCK))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("was made by a newer Freshwatch");
    }

    @Test
    @MostlyWaits
    void aStoreOfAnOlderVersionIsMigratedOnlyWhereNoWatchIsRunning() throws Exception {
        try (Store newest = Store.open(where, CLOCK)) {
            assumeFalse(
                    text(newest, "SELECT MAX(version) FROM flyway_schema_history")
                            .equals("1"),
                    "no other yet");
        }
        kept.prepare(folder = Files.createDirectory(folder.resolve("older")));
        where = Kept.in(folder);
        kept.makeOfFirstVersion(where);
        try (AutoCloseable anOldWatch = kept.lock(where)) {
            assertThat(Store.isHeld(where)).isTrue();
            assertThatThrownBy(() -> Store.beside(where, CLOCK))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("restart the watch first");
        }
        try (Store command = Store.beside(where, CLOCK)) {
            assertThat(DeliveryTable.backlog(command)).isEmpty();
        }
    }
}
