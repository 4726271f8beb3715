package dev.freshwatch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.MostlyWaits;
import dev.freshwatch.config.Secret;
import dev.freshwatch.config.StateSettings;
import dev.freshwatch.outbox.DeliveryTable;
import dev.freshwatch.sim.MailReceiver;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is waited for when the watch starts, and what is not. */
@Timeout(180)
class StoreOpeningTest {

    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    Path folder;

    @Test
    @MostlyWaits
    void aDatabaseThatIsAwayIsTriedAgainUntilItIsThere() {
        try (PostgresServer server = PostgresServer.start()) {
            StateSettings where = server.freshSchema();
            server.stop();
            try (StoreOpening startup = StoreOpening.of(where, CLOCK)) {
                await().until(() -> startup.waitsFor().isPresent());
                assertThat(startup.waitsFor().orElseThrow()).contains(where.url(), "refused");
                assertThat(startup.store()).isNotDone();

                server.run();
                await().until(startup.store()::isDone);
                assertThat(DeliveryTable.backlog(startup.store().join())).isEmpty();
                assertThat(startup.waitsFor()).isEmpty();
            }
            Store.open(where, CLOCK).close();
        }
    }

    @Test
    void waitingEndsWhenItIsClosed() {
        AtomicInteger tries = new AtomicInteger();
        StateSettings nobody = PostgresServer.settings("jdbc:postgresql://127.0.0.1:1/postgres");
        StoreOpening startup = StoreOpening.of(() -> {
            tries.incrementAndGet();
            return Store.open(nobody, CLOCK);
        });
        await().until(() -> startup.waitsFor().isPresent());
        startup.close();
        await().until(startup.store()::isDone);
        assertThatThrownBy(startup.store()::join)
                .satisfiesAnyOf(
                        failure -> assertThat(failure).isInstanceOf(CancellationException.class),
                        failure -> assertThat(failure).hasCauseInstanceOf(CancellationException.class));
        assertThat(tries).hasValueLessThan(4);
    }

    @Test
    void aStoreThatIsOpenedIsClosedWithIt() {
        StateSettings where = StateSettings.of("jdbc:sqlite:" + folder.resolve("freshwatch.db"));
        StoreOpening startup = StoreOpening.of(where, CLOCK);
        startup.store().join();
        assertThat(Store.isHeld(where)).isTrue();
        startup.close();
        assertThat(Store.isHeld(where)).isFalse();
    }

    @Test
    @MostlyWaits
    void whereAnotherWatchHasItNothingIsWaitedFor() {
        StateSettings where = PostgresServer.shared().freshSchema();
        try (Store first = Store.open(where, CLOCK);
                StoreOpening second = StoreOpening.of(where, CLOCK)) {
            assertThat(DeliveryTable.backlog(first)).isEmpty();
            assertThatThrownBy(second.store()::join)
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .hasMessageContaining("a watch is already running");
        }
    }

    static Stream<Arguments> away() throws Exception {
        PostgresServer server = PostgresServer.shared();
        int nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = socket.getLocalPort();
        }
        String here = server.url();
        return Stream.of(
                Arguments.of("nobody listens", settings("jdbc:postgresql://127.0.0.1:" + nobody + "/x"), true),
                Arguments.of("no such host", settings("jdbc:postgresql://nowhere.invalid/x"), true),
                Arguments.of("wrong password", new StateSettings(here, PostgresServer.USER, new Secret("x")), false),
                Arguments.of("no password", new StateSettings(here, PostgresServer.USER, null), false),
                Arguments.of("no such database", settings(here.replace("/postgres", "/nowhere")), false),
                Arguments.of("no such schema", settings(here + "?currentSchema=nowhere"), false),
                Arguments.of("no TLS there", settings(here + "?sslmode=require"), false),
                Arguments.of(
                        "no such CA file", settings(here + "?sslmode=verify-full&sslrootcert=/nowhere.pem"), false),
                Arguments.of("no folder", StateSettings.of("jdbc:sqlite:/proc/nowhere/freshwatch.db"), false));
    }

    private static StateSettings settings(String url) {
        return PostgresServer.settings(url);
    }

    /** The port of a mail server does not become a database by waiting. */
    @Test
    void whatIsNoPostgresIsNotWaitedFor() {
        try (MailReceiver mail = new MailReceiver()) {
            StateSettings where = settings("jdbc:postgresql://127.0.0.1:" + mail.port() + "/x");
            assertThatThrownBy(() -> Store.open(where, CLOCK))
                    .isInstanceOfSatisfying(StoreException.class, failure -> assertThat(failure.isAway())
                            .as(failure.getMessage())
                            .isFalse());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    @MostlyWaits
    void away(String what, StateSettings where, boolean isAway) {
        assertThatThrownBy(() -> Store.open(where, CLOCK))
                .as(what)
                .isInstanceOfSatisfying(StoreException.class, failure -> assertThat(failure.isAway())
                        .as(failure.getMessage())
                        .isEqualTo(isAway));
    }

    @Test
    @MostlyWaits
    void aServerThatHasNoConnectionLeftIsAway() {
        try (PostgresServer server = PostgresServer.start()) {
            StateSettings where = server.freshSchema();
            server.execute("CREATE ROLE one LOGIN PASSWORD 'x' CONNECTION LIMIT 0");
            StateSettings full = new StateSettings(where.url(), "one", new Secret("x"));
            assertThatThrownBy(() -> Store.open(full, CLOCK))
                    .isInstanceOfSatisfying(StoreException.class, failure -> assertThat(failure.isAway())
                            .as(failure.getMessage())
                            .isTrue());
        }
    }
}
