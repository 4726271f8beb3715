package dev.freshwatch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshwatch.sink.Certificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresCertificateTest {

    @TempDir
    Path folder;

    private static Certificates ours;

    @BeforeAll
    static void make(@TempDir Path shared) throws Exception {
        ours = Certificates.makeRsa(shared, "dns:watch.example");
    }

    @BeforeEach
    void ownersOnly() throws Exception {
        rights(ours.key(), "rw-------");
    }

    private static void rights(Path file, String rights) throws Exception {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
    }

    private static String fault(Path certificate, Path key) {
        BadValue bad = catchThrowableOfType(BadValue.class, () -> PostgresCertificate.check(certificate, key));
        return bad.problem() + "; " + bad.hint();
    }

    private Path key(String name, byte[] bytes) throws Exception {
        Path key = Files.write(folder.resolve(name), bytes);
        rights(key, "rw-------");
        return key;
    }

    private static byte[] der(Path pem) throws Exception {
        return Base64.getMimeDecoder().decode(Files.readString(pem).replaceAll("-----[A-Z ]+-----", ""));
    }

    private static Path resource(String name) throws Exception {
        return Path.of(PostgresCertificateTest.class.getResource("/tls/" + name).toURI());
    }

    @Test
    void takesAKeyAsPemOrDerOrNone() throws Exception {
        Path der = key("ours.pk8", der(ours.key()));
        assertThatCode(() -> PostgresCertificate.check(ours.certificate(), ours.key()))
                .doesNotThrowAnyException();
        assertThatCode(() -> PostgresCertificate.check(ours.certificate(), der)).doesNotThrowAnyException();
        assertThatCode(() -> PostgresCertificate.check(null, null)).doesNotThrowAnyException();
    }

    @Test
    void wantsBothFiles() {
        assertThat(fault(ours.certificate(), null)).contains("&sslcert=FILE&sslkey=FILE");
        assertThat(fault(null, ours.key())).contains("&sslcert=FILE&sslkey=FILE");
        assertThat(fault(ours.certificate(), folder.resolve("no.key"))).contains("in sslkey: there is no such file");
        assertThat(fault(folder.resolve("no.crt"), ours.key())).contains("in sslcert: there is no such file");
    }

    @Test
    void refusesAnEncryptedKeyInBothForms() throws Exception {
        assertThat(fault(resource("client.pem"), resource("client.key"))).contains("encrypted", "openssl pkcs8 -topk8");
        assertThat(fault(resource("client.pem"), key("enc.pk8", der(resource("client.key")))))
                .contains("encrypted", "without a password");
    }

    @Test
    void refusesWhatTheDriverCannotReadByThatName() throws Exception {
        assertThat(fault(ours.certificate(), key("k.pem", der(ours.key())))).contains("rename it to .pk8");
        assertThat(fault(ours.certificate(), key("k.der", Files.readAllBytes(ours.key()))))
                .contains("DER, not PEM");
        assertThat(fault(ours.certificate(), folder.resolve("k.P12"))).contains("PKCS#12");
    }

    @Test
    void refusesAKeyThatOthersCanRead() throws Exception {
        rights(ours.key(), "rw-r--r--");
        assertThat(fault(ours.certificate(), ours.key())).contains("run: chmod 600 " + ours.key());
    }
}
