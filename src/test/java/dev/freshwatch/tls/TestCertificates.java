package dev.freshwatch.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A CA made for one test run by the JDK's {@code keytool}, and certificates that it signs. Each takes about a second;
 * valid for two days, so nothing that expires is kept with the sources.
 */
public final class TestCertificates {

    private static final String PASSWORD = "changeit";

    private final Path folder;
    private final Path store;
    private final Path caFile;
    private int servers;

    private TestCertificates(Path folder) {
        this.folder = folder;
        this.store = folder.resolve("ca.p12");
        this.caFile = folder.resolve("ca.pem");
    }

    /** Makes a new CA that nobody knows; its files go to this folder, which must exist. */
    public static TestCertificates in(Path folder) {
        TestCertificates made = new TestCertificates(folder);
        made.keytool(
                "ca",
                "CN=Test CA",
                "-validity",
                "3",
                "-ext",
                "bc:critical=ca:true",
                "-ext",
                "ku:critical=keyCertSign,cRLSign");
        made.write(made.caFile, pem("CERTIFICATE", made.encoded("ca")));
        return made;
    }

    /** The CA's certificate as PEM. */
    public Path caFile() {
        return caFile;
    }

    /** A certificate for this name, or for this address if it looks like one; a client may show it too. */
    public Server server(String host) {
        return sign(host);
    }

    /** As {@link #server}, but it expired yesterday. */
    public Server expired(String host) {
        return sign(host, "-startdate", "-3d");
    }

    /** As {@link #server}, of a CA between that sends its certificate too and ends in a day. */
    public Server ofShortLivedCa(String host, String caName) {
        String alias = "between-" + ++servers;
        keytool(
                alias,
                "CN=" + caName + ", O=Test",
                "-signer",
                "ca",
                "-validity",
                "1",
                "-ext",
                "bc:critical=ca:true",
                "-ext",
                "ku:critical=keyCertSign,cRLSign");
        return signedBy(alias, host);
    }

    private Server sign(String host, String... more) {
        return signedBy("ca", host, more);
    }

    private Server signedBy(String signer, String host, String... more) {
        String alias = "server-" + ++servers;
        boolean address = host.matches("[0-9.]+|.*:.*");
        List<String> options = new ArrayList<>(List.of(
                "-signer",
                signer,
                "-ext",
                "san=" + (address ? "ip:" : "dns:") + host,
                "-ext",
                "eku=serverAuth,clientAuth"));
        options.addAll(List.of(more));
        keytool(alias, "CN=" + host, options.toArray(String[]::new));
        try {
            KeyStore all = load();
            PrivateKey key = (PrivateKey) all.getKey(alias, PASSWORD.toCharArray());
            Certificate[] chain = all.getCertificateChain(alias);
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            own.setKeyEntry("server", key, PASSWORD.toCharArray(), chain);
            Path certificate = folder.resolve(alias + ".pem");
            Path privateKey = folder.resolve(alias + ".key.pem");
            write(certificate, pem("CERTIFICATE", chain[0].getEncoded()));
            write(privateKey, pem("PRIVATE KEY", key.getEncoded()));
            return new Server((X509Certificate) chain[0], certificate, privateKey, own);
        } catch (GeneralSecurityException | IOException e) {
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

    private void keytool(String alias, String name, String... more) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-validity",
                "2",
                "-alias",
                alias,
                "-dname",
                name));
        command.addAll(List.of(more));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("keytool: " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private byte[] encoded(String alias) {
        try {
            return load().getCertificate(alias).getEncoded();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private KeyStore load() throws GeneralSecurityException, IOException {
        KeyStore all = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            all.load(in, PASSWORD.toCharArray());
        }
        return all;
    }

    private void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pem(String kind, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n";
    }
}
