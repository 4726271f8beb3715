package dev.freshwatch.sink;

import dev.freshwatch.tls.CertificateMaker;
import dev.freshwatch.tls.ClientCertificate;
import dev.freshwatch.tls.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A self-signed certificate for a name: as files for other programs and as contexts. */
public final class Certificates {

    private static final String PASSWORD = "changeit";

    private final KeyStore keys;
    private final Path certificate;
    private final Path key;

    private Certificates(KeyStore keys, Path certificate, Path key) {
        this.keys = keys;
        this.certificate = certificate;
        this.key = key;
    }

    /**
     * Makes one.
     *
     * @param names such as {@code dns:localhost,ip:127.0.0.1}
     */
    public static Certificates make(Path directory, String names) throws Exception {
        return of(directory, names, CertificateMaker.of("CN=freshwatch test"));
    }

    /** As {@link #make}, with a key for RSA. */
    public static Certificates makeRsa(Path directory, String names) throws Exception {
        return of(directory, names, CertificateMaker.of("CN=freshwatch test").rsa());
    }

    private static Certificates of(Path directory, String names, CertificateMaker maker) throws Exception {
        Path folder = Files.createTempDirectory(directory, "certificate");
        CertificateMaker.Identity made =
                maker.names(names).ownCa().valid(Duration.ofDays(90)).make();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        Certificate[] chain = {made.certificate()};
        keys.setKeyEntry("it", made.key(), PASSWORD.toCharArray(), chain);
        return new Certificates(
                keys,
                CertificateMaker.writePem(
                        folder.resolve("certificate.pem"),
                        "CERTIFICATE",
                        made.certificate().getEncoded()),
                CertificateMaker.writePem(folder.resolve("key.pem"), "PRIVATE KEY", made.pkcs8()));
    }

    /** The certificate, and the CA file of those who trust it: PEM. */
    public Path certificate() {
        return certificate;
    }

    /** Its private key: PEM, PKCS 8. */
    public Path key() {
        return key;
    }

    /** For a server that shows it. */
    public SSLContext server() throws GeneralSecurityException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    /** For a client that trusts it and nobody else. */
    public SSLContext client() throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("it", keys.getCertificate("it"));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    /** The same, as the product has it. */
    public Trust trust() throws IOException {
        return Trust.of(certificate, false);
    }

    /** The same, and shows this one to a peer that asks for a certificate. */
    public Trust trustShowing(Certificates own) throws IOException {
        return Trust.of(certificate, false, ClientCertificate.read(own.certificate, own.key, null));
    }

    /** For a server that shows it, and takes only clients that show the other. */
    public SSLContext serverFor(Certificates client) throws GeneralSecurityException, IOException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("it", client.keys.getCertificate("it"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
