package dev.freshwatch.tls;

import dev.freshwatch.tls.CertificateMaker.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A CA made for one test run, and certificates that it signs. Valid for two days, so nothing that expires is kept with the sources. */
public final class TestCertificates {

    private static final String PASSWORD = "changeit";

    private final Path folder;
    private final Identity ca;
    private final Path caFile;
    private int servers;

    private TestCertificates(Path folder) {
        this.folder = folder;
        this.ca =
                CertificateMaker.of("CN=Test CA").valid(Duration.ofDays(3)).ca().make();
        this.caFile = CertificateMaker.writePem(folder.resolve("ca.pem"), "CERTIFICATE", encoded(ca.certificate()));
    }

    /** Makes a new CA that nobody knows; its files go to this folder, which must exist. */
    public static TestCertificates in(Path folder) {
        return new TestCertificates(folder);
    }

    /** The CA's certificate as PEM. */
    public Path caFile() {
        return caFile;
    }

    /** A certificate for this name, or for this address if it looks like one; a client may show it too. */
    public Server server(String host) {
        return server(leaf(host).make(ca), ca.certificate());
    }

    /** As {@link #server}, with a key for RSA. */
    public Server rsaServer(String host) {
        return server(leaf(host).rsa().make(ca), ca.certificate());
    }

    /** As {@link #server}, but it expired yesterday. */
    public Server expired(String host) {
        Instant threeDaysAgo = Instant.now().minus(Duration.ofDays(3));
        return server(leaf(host).begins(threeDaysAgo).make(ca), ca.certificate());
    }

    /** As {@link #server}, of a CA between that sends its certificate too and ends in a day. */
    public Server ofShortLivedCa(String host, String caName) {
        Identity between = CertificateMaker.of("CN=" + caName + ", O=Test")
                .valid(Duration.ofDays(1))
                .ca()
                .make(ca);
        return server(leaf(host).make(between), between.certificate(), ca.certificate());
    }

    private static CertificateMaker leaf(String host) {
        boolean address = host.matches("[0-9.]+|.*:.*");
        return CertificateMaker.of("CN=" + host)
                .names((address ? "ip:" : "dns:") + host)
                .serverAndClient();
    }

    private Server server(Identity made, X509Certificate... issuers) {
        String alias = "server-" + ++servers;
        X509Certificate[] chain =
                Stream.concat(Stream.of(made.certificate()), Stream.of(issuers)).toArray(X509Certificate[]::new);
        try {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            own.setKeyEntry("server", made.key(), PASSWORD.toCharArray(), chain);
            return new Server(
                    made.certificate(),
                    CertificateMaker.writePem(
                            folder.resolve(alias + ".pem"), "CERTIFICATE", encoded(made.certificate())),
                    CertificateMaker.writePem(folder.resolve(alias + ".key.pem"), "PRIVATE KEY", made.pkcs8()),
                    own);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A server's certificate with its key.
     *
     * @param certificateFile PEM, without the CA's
     * @param keyFile         PEM, PKCS#8, not encrypted
     * @param store           key and chain under the alias {@code server}; for {@link #password()}
     */
    public record Server(X509Certificate certificate, Path certificateFile, Path keyFile, KeyStore store) {

        public String password() {
            return PASSWORD;
        }

        /** For a server socket. */
        public SSLContext context() {
            try {
                KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                keys.init(store, PASSWORD.toCharArray());
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(keys.getKeyManagers(), null, null);
                return context;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
