package dev.freshwatch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.MostlyWaits;
import dev.freshwatch.outbox.DeliveryTable;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection pooler between the watch and its database. */
@Tag("soak")
class PgBouncerTest {

    private static final InstantSource CLOCK = InstantSource.system();

    private static PostgresServer server;

    @BeforeAll
    static void start() {
        server = PostgresServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static StoreException refused(String url) {
        StoreException failure =
                catchThrowableOfType(StoreException.class, () -> Store.open(PostgresServer.settings(url), CLOCK)
                        .close());
        assertThat(failure).as("it was not refused").isNotNull();
        assertThat(failure).message().hasLineCount(1).doesNotContain(PostgresServer.PASSWORD);
        return failure;
    }

    @Test
    void withASessionForEachClientItIsAsIfThereWereNone() {
        try (PgBouncer bouncer = PgBouncer.start(server, "session");
                Store watch = Store.open(PostgresServer.settings(bouncer.url()), CLOCK)) {
            assertThat(refused(server.url()))
                    .hasMessageContaining("a watch is already running, pid "
                            + ProcessHandle.current().pid());
            await().until(watch::check); // that its session is new has been told
            AtomicInteger told = new AtomicInteger();
            watch.listeners().listen("syslog", keys -> told.incrementAndGet());
            assertThat(DeliveryTable.backlog(watch.reading())).isEmpty();
            try (Store command = Store.beside(PostgresServer.settings(bouncer.url()), CLOCK)) {
                command.transaction(connection -> true);
            }
            await().until(() -> told.get() > 0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    @MostlyWaits
    void sessionsForTransactionsAreRefused(int pool) {
        try (PgBouncer bouncer = PgBouncer.start(server, "transaction", pool)) {
            StoreException failure = refused(bouncer.url());
            assertThat(failure).hasMessageContaining(PoolerProbe.SHARED);
            assertThat(failure.isAway()).isFalse();
        }
    }

    @Test
    @MostlyWaits
    void sessionsForStatementsAreRefused() {
        try (PgBouncer bouncer = PgBouncer.start(server, "statement")) {
            assertThat(refused(bouncer.url()).isAway()).isFalse();
        }
    }

    @Test
    @MostlyWaits
    void aPoolThatIsTooSmallIsWaitedForAndTheReasonSaysSo() {
        try (PgBouncer bouncer = PgBouncer.start(server, "session", 1)) {
            StoreException failure = refused(bouncer.url());
            assertThat(failure).hasMessageContaining(PoolerProbe.TOO_SMALL);
            assertThat(failure.isAway()).isTrue();
        }
    }

    @Test
    @MostlyWaits
    void whatThePoolerDoesNotPassOnIsNamedWithTheRemedy() {
        try (PgBouncer bouncer = PgBouncer.start(server, "session")) {
            assertThat(refused(bouncer.url() + "?currentSchema=public"))
                    .hasMessageContaining("search_path")
                    .hasMessageContaining("leave out currentSchema");
        }
    }
}
