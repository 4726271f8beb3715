package dev.freshwatch.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshwatch.sink.Certificates;
import dev.freshwatch.tls.UnusableClientCertificate.Part;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files of a client certificate: what is taken, and what is said of what is not. */
class ClientCertificateTest {

    @TempDir
    Path directory;

    private Certificates ours;

    @BeforeEach
    void make() throws Exception {
        ours = Certificates.make(directory, "dns:watch.example");
    }

    private UnusableClientCertificate refused(Path certificate, Path key, String password) {
        return catchThrowableOfType(
                UnusableClientCertificate.class,
                () -> ClientCertificate.read(certificate, key, password == null ? null : password.toCharArray()));
    }

    /**
     * Made by {@code openssl req -x509 -newkey rsa:2048}, which encrypts the key by triple DES, and from that by {@code
     * openssl pkcs8 -topk8 -v2 aes256}; used for nothing else.
     */
    private static Path resource(String name) throws Exception {
        return Path.of(ClientCertificateTest.class.getResource("/tls/" + name).toURI());
    }

    @Test
    void takesAKeyThatIsEncryptedAndOneThatIsNot() throws Exception {
        ClientCertificate plain = ClientCertificate.read(ours.certificate(), ours.key(), null);
        assertThat(plain.chain()).hasSize(1);
        ClientCertificate opened =
                ClientCertificate.read(resource("client.pem"), resource("client.key"), "right".toCharArray());
        assertThat(opened.key().getAlgorithm()).isEqualTo("RSA");
    }

    @ParameterizedTest
    @CsvSource({"wrong, does not decrypt the key", ", is missing: the key is encrypted"})
    void saysWhatIsWrongWithThePassword(String password, String problem) throws Exception {
        UnusableClientCertificate refused = refused(resource("client.pem"), resource("client.key"), password);
        assertThat(refused.part()).isEqualTo(Part.PASSWORD);
        assertThat(refused.problem()).isEqualTo(problem);
    }

    @Test
    void saysHowToEncryptAKeyThatThisJavaCanNotOpen() throws Exception {
        UnusableClientCertificate refused = refused(resource("client.pem"), resource("des3.key"), "right");
        assertThat(refused.part()).isEqualTo(Part.KEY);
        assertThat(refused.hint()).contains("openssl pkcs8 -topk8 -v2 aes256");
    }

    @Test
    void saysWhereTheKeyIsOfAnotherCertificate() throws Exception {
        Certificates other = Certificates.make(directory, "dns:other.example");
        UnusableClientCertificate refused = refused(ours.certificate(), other.key(), null);
        assertThat(refused.part()).isEqualTo(Part.KEY);
        assertThat(refused.problem()).isEqualTo("the key does not belong to the certificate");
    }

    @ParameterizedTest
    @CsvSource({
        "-----BEGIN RSA PRIVATE KEY-----, it is not PKCS#8 but PKCS#1, openssl pkcs8 -topk8",
        "-----BEGIN EC PRIVATE KEY-----, it is not PKCS#8 but the old format for EC keys, openssl pkcs8 -topk8",
        "-----BEGIN OPENSSH PRIVATE KEY-----, it is an SSH key, name the key",
        "nothing, it contains no private key in PEM format, PKCS#8",
    })
    void saysWhatAnotherKindOfKeyIs(String text, String problem, String hint) throws Exception {
        Path key = Files.writeString(directory.resolve("key.pem"), text);
        UnusableClientCertificate refused = refused(ours.certificate(), key, null);
        assertThat(refused.part()).isEqualTo(Part.KEY);
        assertThat(refused.problem()).startsWith(problem);
        assertThat(refused.hint()).contains(hint);
    }

    @Test
    void saysWhichFileIsNotThere() {
        assertThat(refused(directory.resolve("none"), ours.key(), null).part()).isEqualTo(Part.CERTIFICATE);
        assertThat(refused(ours.certificate(), directory.resolve("none"), null).part())
                .isEqualTo(Part.KEY);
    }
}
