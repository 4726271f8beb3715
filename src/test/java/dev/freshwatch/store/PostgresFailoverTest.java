package dev.freshwatch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.config.StateSettings;
import dev.freshwatch.outbox.DeliveryTable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A primary and a standby, and what becomes of the watch when they change places. */
@Timeout(180)
@Tag("soak")
class PostgresFailoverTest {

    private static final InstantSource CLOCK = InstantSource.system();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static StateSettings both(PostgresServer one, PostgresServer two) {
        return PostgresServer.settings(String.format(
                Locale.ROOT,
                "jdbc:postgresql://127.0.0.1:%d,127.0.0.1:%d/postgres?targetServerType=primary",
                one.port(),
                two.port()));
    }

    private static void put(Store store, String key) {
        store.transaction(connection -> Sql.update(connection, "INSERT INTO last_due (what, due) VALUES (?, 1)", key));
    }

    private static StoreException refused(StateSettings where) {
        StoreException failure = catchThrowableOfType(
                StoreException.class, () -> Store.open(where, CLOCK).close());
        assertThat(failure).as("it was not refused").isNotNull();
        assertThat(failure).message().hasLineCount(1).doesNotContain(PostgresServer.PASSWORD);
        return failure;
    }

    @Test
    void theWatchGoesOnWithTheServerThatIsThePrimaryNow() {
        try (PostgresServer primary = PostgresServer.start();
                PostgresServer standby = primary.standby()) {
            StoreException readOnly = refused(PostgresServer.settings(standby.url()));
            assertThat(readOnly)
                    .hasMessageContaining("it is a standby")
                    .hasMessageContaining("targetServerType=primary");
            assertThat(readOnly.isAway()).as("it may be promoted").isTrue();

            try (Store store = Store.open(both(standby, primary), CLOCK)) {
                put(store, "before");
                assertThat(DeliveryTable.backlog(store.reading()))
                        .as("readers find the primary too")
                        .isEmpty();
                put(store, "after readers");
                await().atMost(PATIENCE)
                        .until(() -> standby.texts("SELECT what FROM last_due").size() == 2);

                primary.stop();
                StoreException none = catchThrowableOfType(StoreException.class, () -> put(store, "nowhere"));
                assertThat(none).isNotNull();
                StoreException waits = refused(both(standby, primary));
                assertThat(waits)
                        .hasMessageContaining("127.0.0.1:" + standby.port() + ": it can only be read")
                        .hasMessageContaining("127.0.0.1:" + primary.port() + ": ")
                        .hasMessageContaining("refused");
                assertThat(waits.isAway()).isTrue();

                standby.promote();
                await().atMost(PATIENCE)
                        .ignoreExceptionsInstanceOf(StoreException.class)
                        .until(() -> {
                            put(store, "promoted");
                            return true;
                        });
                await().atMost(PATIENCE).until(store::unusable, Optional::isEmpty);
                assertThat(store.<Integer>transaction(
                                connection -> Sql.list(connection, "SELECT what FROM last_due", Sql.Row::text)
                                        .size()))
                        .isEqualTo(3);
            }
        }
    }

    @Test
    void aServerThatIsReadOnlyForAWhileIsAwayAndThenUsedAgain() {
        try (PostgresServer server = PostgresServer.start();
                Store store = Store.open(server.freshSchema(), CLOCK)) {
            put(store, "before");
            server.execute("ALTER SYSTEM SET default_transaction_read_only = on");
            server.execute("SELECT pg_reload_conf()");
            await().atMost(PATIENCE).untilAsserted(() -> {
                StoreException failure = catchThrowableOfType(StoreException.class, () -> put(store, "never"));
                assertThat(failure).isNotNull();
                assertThat(failure.isAway()).isTrue();
                assertThat(failure).hasMessageContaining("the server can only be read now");
            });
            server.execute("ALTER SYSTEM RESET default_transaction_read_only");
            server.execute("SELECT pg_reload_conf()");
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(StoreException.class)
                    .until(() -> {
                        put(store, "after");
                        return true;
                    });
        }
    }
}
