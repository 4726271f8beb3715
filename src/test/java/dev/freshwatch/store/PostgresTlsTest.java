package dev.freshwatch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.config.StateSettings;
import dev.freshwatch.outbox.DeliveryTable;
import dev.freshwatch.tls.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database whose certificate is verified: one that is not right is told, and not waited for at the start. */
@Tag("soak")
class PostgresTlsTest {

    private static final InstantSource CLOCK = InstantSource.system();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static TestCertificates ca;
    private static TestCertificates foreign;
    private static PostgresServer server;

    @BeforeAll
    static void start() throws Exception {
        ca = TestCertificates.in(Files.createDirectory(folder.resolve("ca")));
        foreign = TestCertificates.in(Files.createDirectory(folder.resolve("foreign")));
        server = PostgresServer.start();
        server.showCertificate(ca.server("127.0.0.1"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static StateSettings verified(String url, TestCertificates by) {
        return PostgresServer.settings(url + "?sslmode=verify-full&sslrootcert=" + by.caFile());
    }

    private static StoreException refused(StateSettings where) {
        StoreException failure = catchThrowableOfType(
                StoreException.class, () -> Store.open(where, CLOCK).close());
        assertThat(failure).as("it was not refused").isNotNull();
        assertThat(failure).message().hasLineCount(1);
        return failure;
    }

    @Test
    void aCertificateOfAnotherCaOrHostIsAFault() {
        StoreException otherCa = refused(verified(server.url(), foreign));
        assertThat(otherCa).hasMessageContaining("certificate is not trusted").hasMessageContaining("sslrootcert=FILE");
        assertThat(otherCa.isAway()).isFalse();

        StoreException otherHost = refused(verified(server.url().replace("127.0.0.1", "localhost"), ca));
        assertThat(otherHost).hasMessageContaining("its certificate is not valid for the host name in state.url");
        assertThat(otherHost.isAway()).isFalse();
    }

    /** The driver alone would only say that it finds no primary, and it would be waited for. */
    @Test
    void ofSeveralServersEachIsNamedWithWhatIsWrong() {
        String two = server.url().replace("127.0.0.1:", "127.0.0.1:1,127.0.0.1:");
        StoreException failure = refused(PostgresServer.settings(
                two + "?targetServerType=primary&sslmode=verify-full&sslrootcert=" + foreign.caFile()));
        assertThat(failure)
                .hasMessageContaining("127.0.0.1:1: ")
                .hasMessageContaining("refused")
                .hasMessageContaining("127.0.0.1:" + server.port() + ": certificate is not trusted");
        assertThat(failure.isAway()).as("the other one may come back").isTrue();
    }

    @Test
    void aCertificateThatIsReplacedByAWrongOneIsToldAndTheRightOneIsUsedAgain() {
        try (Store store = Store.open(verified(server.url(), ca), CLOCK)) {
            assertThat(DeliveryTable.backlog(store)).isEmpty();
            assertThat(store.<Boolean>transaction(connection ->
                            Sql.exists(connection, "SELECT 1 FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl")))
                    .isTrue();
            server.showCertificate(foreign.server("127.0.0.1"));
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(store.unusable())
                    .hasValueSatisfying(why -> assertThat(why).contains("certificate is not trusted")));
            server.showCertificate(ca.server("127.0.0.1"));
            await().atMost(PATIENCE).until(() -> store.unusable().isEmpty());
        }
    }
}
