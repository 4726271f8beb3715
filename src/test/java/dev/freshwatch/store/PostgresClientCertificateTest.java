package dev.freshwatch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshwatch.Soak;
import dev.freshwatch.config.StateSettings;
import dev.freshwatch.outbox.DeliveryTable;
import dev.freshwatch.tls.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that asks for a client certificate. */
@Tag("soak")
class PostgresClientCertificateTest {

    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    static Path folder;

    private static TestCertificates ca;
    private static PostgresServer server;

    @BeforeAll
    static void start() throws Exception {
        ca = TestCertificates.in(Files.createDirectory(folder.resolve("ca")));
        server = PostgresServer.start();
        server.requireClientCertificates(ca.server("127.0.0.1"), ca.caFile());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static StateSettings showing(Path certificate, Path key) {
        return PostgresServer.settings(server.url() + "?sslmode=verify-full&sslrootcert=" + ca.caFile()
                + (certificate == null ? "" : "&sslcert=" + certificate + "&sslkey=" + key));
    }

    static Stream<String> keyFiles() {
        return Soak.rows(2, List.of("key.pem", "client.pk8", "client.key", "client.der"));
    }

    @ParameterizedTest
    @MethodSource("keyFiles")
    void takesTheRightOne(String name) throws Exception {
        TestCertificates.Server ours = ca.rsaServer(PostgresServer.USER);
        Path key = Files.createTempDirectory(folder, "key").resolve(name);
        if (name.endsWith("pk8") || name.endsWith("der")) {
            String text = Files.readString(ours.keyFile()).replaceAll("-----[A-Z ]+-----", "");
            Files.write(key, Base64.getMimeDecoder().decode(text));
        } else {
            Files.copy(ours.keyFile(), key);
        }
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        try (Store store = Store.open(showing(ours.certificateFile(), key), CLOCK)) {
            assertThat(DeliveryTable.backlog(store)).isEmpty();
        }
    }

    private static StoreException refused(StateSettings where) {
        StoreException failure = catchThrowableOfType(
                StoreException.class, () -> Store.open(where, CLOCK).close());
        assertThat(failure).message().hasLineCount(1).contains("sslcert=FILE and sslkey=FILE after the ? of state.url");
        return failure;
    }

    @Test
    void saysWhatToWriteWhereThereIsNone() {
        assertThat(refused(showing(null, null)).isAway()).isFalse();
    }

    @Test
    void saysThatOneForAnotherRoleIsRefused() throws Exception {
        assertThat(refused(closed(ca.rsaServer("somebody"))).isAway()).isFalse();
    }

    /** Of a CA of the same name the driver shows it, and the server ends TLS: it depends on the moment whether its reason is read. */
    @Test
    void saysThatOneOfAForeignCaIsRefused() throws Exception {
        TestCertificates foreign = TestCertificates.in(Files.createDirectory(folder.resolve("foreign")));
        refused(closed(foreign.rsaServer(PostgresServer.USER)));
    }

    @Test
    void doesNotWaitForAServerWhoseCertificateIsForAnotherHost() throws Exception {
        String url = server.url().replace("127.0.0.1", "localhost");
        StoreException failure = catchThrowableOfType(StoreException.class, () -> Store.open(
                        PostgresServer.settings(url + "?sslmode=verify-full&sslrootcert=" + ca.caFile()), CLOCK)
                .close());

        assertThat(failure)
                .hasMessageContaining("its certificate is not valid for the host name in state.url")
                .extracting(StoreException::isAway)
                .isEqualTo(false);
    }

    private static StateSettings closed(TestCertificates.Server shown) throws Exception {
        Files.setPosixFilePermissions(shown.keyFile(), PosixFilePermissions.fromString("rw-------"));
        return showing(shown.certificateFile(), shown.keyFile());
    }
}
