package dev.freshwatch.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaFileTest {

    @TempDir
    static Path made;

    @TempDir
    Path folder;

    private static String pem;

    @BeforeAll
    static void makeCa() throws IOException {
        pem = Files.readString(TestCertificates.in(made).caFile());
    }

    @Test
    void oneCertificateIsRead() throws IOException {
        assertThat(CaFile.read(write(pem))).hasSize(1);
    }

    @Test
    void severalCertificatesWithTextAroundThemAreRead() throws IOException {
        String text = "Certificate:\n    Data:\n        Version: 3 (0x2)\n\n" + pem.replace("\n", "\r\n")
                + "# the other one, café\n" + pem + "trailing text";
        assertThat(CaFile.read(write(text))).hasSize(2);
    }

    @Test
    void keyBesideTheCertificateIsIgnored() throws IOException {
        String key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
        assertThat(CaFile.read(write(key + pem))).hasSize(1);
    }

    @Test
    void missingFileIsNamedAndWhatToWrite() {
        Path file = folder.resolve("absent.pem");
        assertThatThrownBy(() -> CaFile.read(file))
                .isInstanceOf(UnusableCaFile.class)
                .hasMessage(file + " does not exist; write the path of a PEM file with one or more CA certificates");
    }

    @Test
    void directoryIsRefused() {
        assertThatThrownBy(() -> CaFile.read(folder)).hasMessageStartingWith(folder + " is a directory; write");
    }

    @Test
    void binaryCertificateIsRefusedWithTheCommandThatConvertsIt() throws IOException {
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----.*-----", ""));
        Path file = Files.write(folder.resolve("ca.der"), der);
        assertThatThrownBy(() -> CaFile.read(file))
                .hasMessage(file + " is binary, not PEM; convert it: openssl x509 -inform der -in OLD -out NEW.pem");
    }

    @Test
    void certificateWithoutItsEndIsRefused() throws IOException {
        Path file = write(pem + pem.substring(0, pem.length() / 2));
        assertThatThrownBy(() -> CaFile.read(file)).hasMessageContaining("ends in the middle of a certificate");
    }

    @Test
    void tooLongFileIsRefused() throws IOException {
        Path file = write("x".repeat((1 << 20) + 1));
        assertThatThrownBy(() -> CaFile.read(file)).hasMessageContaining("is longer than 1 MiB");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                                                | is empty",
                "hello                                                             | contains no certificate",
                "-----BEGIN RSA PRIVATE KEY-----AAAA-----END RSA PRIVATE KEY-----  | contains a private key but no",
                "-----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE-----          | damaged certificate (number 1)",
                "-----BEGIN CERTIFICATE-----????-----END CERTIFICATE-----          | damaged certificate (number 1)",
            })
    void unusableContentIsNamed(String content, String problem) throws IOException {
        Path file = write(content);
        assertThatThrownBy(() -> CaFile.read(file))
                .isInstanceOf(UnusableCaFile.class)
                .hasMessageStartingWith(file + " ")
                .hasMessageContaining(problem)
                .hasMessageContaining("; ");
    }

    private Path write(String text) throws IOException {
        return Files.write(folder.resolve("ca.pem"), text.getBytes(StandardCharsets.UTF_8));
    }
}
