package dev.freshwatch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.MostlyWaits;
import dev.freshwatch.alert.AlertState;
import dev.freshwatch.config.Secret;
import dev.freshwatch.config.StateSettings;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.State;
import dev.freshwatch.history.AlertStateTable;
import dev.freshwatch.outbox.DeliveryTable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostgresDatabaseTest {

    private static final InstantSource CLOCK = InstantSource.system();
    private static final CheckId CHECK = new CheckId("esm/soc/clock");

    private static void remember(Store store, long millis) {
        UnitOfWork unitOfWork = store.begin();
        try {
            AlertStateTable.in(unitOfWork)
                    .remember(List.of(new AlertState(CHECK, State.OK, Instant.ofEpochMilli(millis), null, null)));
            unitOfWork.commit();
        } finally {
            unitOfWork.rollBack();
        }
    }

    private static long remembered(Store store) {
        UnitOfWork unitOfWork = store.begin();
        try {
            return AlertStateTable.in(unitOfWork)
                    .of(List.of(CHECK))
                    .get(CHECK)
                    .observedAt()
                    .toEpochMilli();
        } finally {
            unitOfWork.rollBack();
        }
    }

    private static int server(Store store) {
        return store.transaction(connection -> {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery("SELECT pg_backend_pid()")) {
                row.next();
                return row.getInt(1);
            }
        });
    }

    @Test
    void keepsWhatItWasGiven() {
        StateSettings where = PostgresServer.shared().freshSchema();
        try (Store store = Store.open(where, CLOCK)) {
            remember(store, 5);
        }
        try (Store store = Store.open(where, CLOCK)) {
            assertThat(remembered(store)).isEqualTo(5);
            assertThat(store.setAside()).isEmpty();
        }
    }

    @Test
    @MostlyWaits
    void aSecondWatchIsRefusedAndToldWhereTheFirstIs() {
        StateSettings where = PostgresServer.shared().freshSchema();
        try (Store first = Store.open(where, CLOCK);
                Store other = Store.open(PostgresServer.shared().freshSchema(), CLOCK)) {
            assertThatThrownBy(() -> Store.open(where, CLOCK))
                    .isInstanceOf(StoreException.class)
                    .message()
                    .hasLineCount(1)
                    .contains("a watch is already running, pid "
                            + ProcessHandle.current().pid() + " (connected from 127.0.0.1, process " + server(first)
                            + " of the server)")
                    .contains("set another state.url");
            assertThat(DeliveryTable.backlog(other)).isEmpty();
        }
        Store.open(where, CLOCK).close();
    }

    @Test
    @MostlyWaits
    void aLostSessionIsReplacedAndItsLockIsTakenAgain() throws Exception {
        StateSettings where = PostgresServer.shared().freshSchema();
        try (Store store = Store.open(where, CLOCK)) {
            int before = server(store);
            PostgresServer.shared().execute("SELECT pg_terminate_backend(" + before + ")");
            await().ignoreExceptionsInstanceOf(StoreException.class).until(() -> server(store) != before);
            remember(store, 7);
            assertThat(remembered(store)).isEqualTo(7);
            assertThatThrownBy(() -> Store.open(where, CLOCK)).hasMessageContaining("a watch is already running");
        }
    }

    @Test
    @MostlyWaits
    void whoeverTookTheLockMeanwhileKeepsIt() {
        StateSettings where = PostgresServer.shared().freshSchema();
        try (Store first = Store.open(where, CLOCK)) {
            first.transaction(connection -> {
                try (var statement = connection.createStatement()) {
                    return statement.execute("SELECT pg_advisory_unlock_all()");
                }
            });
            try (Store second = Store.open(where, CLOCK)) {
                PostgresServer.shared().execute("SELECT pg_terminate_backend(" + server(first) + ")");
                remember(second, 8);
                await().untilAsserted(() -> assertThatThrownBy(() -> remember(first, 9))
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining("a watch is already running"));
                assertThat(remembered(second)).isEqualTo(8);
            }
        }
    }

    @Test
    void aServerThatComesBackIsUsedAgain() {
        try (PostgresServer server = PostgresServer.start()) {
            StateSettings where = server.freshSchema();
            try (Store store = Store.open(where, CLOCK)) {
                remember(store, 1);
                server.stop();
                assertThatThrownBy(() -> remember(store, 2)).isInstanceOf(StoreException.class);
                server.run();
                await().ignoreExceptionsInstanceOf(StoreException.class).until(() -> {
                    remember(store, 3);
                    return true;
                });
                assertThat(remembered(store)).isEqualTo(3);
            }
        }
    }

    @Test
    @MostlyWaits
    void whatIsWrongIsSaidInOneLineWithoutThePassword() {
        PostgresServer server = PostgresServer.shared();
        List<StateSettings> wrong = List.of(
                PostgresServer.settings("jdbc:postgresql://127.0.0.1:1/postgres"),
                PostgresServer.settings(server.url().replace("/postgres", "/nowhere")),
                PostgresServer.settings(server.url() + "?currentSchema=nowhere"),
                PostgresServer.settings(server.url() + "?sslmode=require"),
                new StateSettings(server.url(), PostgresServer.USER, new Secret("wrong not for the log")));
        List<String> words = List.of(
                "refused", "\"nowhere\" does not exist", "the schema in state.url", "SSL", "authentication failed");
        for (int i = 0; i < wrong.size(); i++) {
            StateSettings where = wrong.get(i);
            assertThatThrownBy(() -> Store.open(where, CLOCK))
                    .isInstanceOf(StoreException.class)
                    .message()
                    .hasLineCount(1)
                    .contains(words.get(i))
                    .doesNotContain("not for the log");
        }
    }

    @Test
    void aDatabaseOfSomethingElseIsLeftAlone() {
        PostgresServer.shared().execute("CREATE SCHEMA theirs; CREATE TABLE theirs.bookmarks (url TEXT)");
        assertThatThrownBy(() -> Store.open(
                        PostgresServer.settings(PostgresServer.shared().url() + "?currentSchema=theirs"), CLOCK))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is the database of another application");
    }
}
