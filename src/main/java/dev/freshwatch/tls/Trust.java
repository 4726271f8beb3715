package dev.freshwatch.tls;

import dev.freshwatch.freshness.PlainText;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Which certificates are trusted by the connections of one platform or sink, and which one is presented to peers.
 * Thread-safe.
 *
 * <p>Takes plain values instead of the records of {@code config}, so that {@code config} can use it for validation.
 */
public final class Trust {

    private final TrustManager[] managers;
    private final OwnCertificate own;
    private final SSLContext context;
    private final boolean insecure;

    private Trust(TrustManager[] managers, OwnCertificate own, boolean insecure) {
        this.managers = managers;
        this.own = own;
        this.context = context(managers, own);
        this.insecure = insecure;
    }

    /**
     * Returns a trust without a client certificate.
     *
     * @param caFile   a PEM file: only certificates issued by one of these CAs are trusted; null = the CAs of the Java
     *                 runtime
     * @param insecure true = trust any certificate for any host name; {@code caFile} is not read then
     * @throws UnusableCaFile if the CA file cannot be used; the message says what to write
     */
    public static Trust of(Path caFile, boolean insecure) throws UnusableCaFile {
        return of(caFile, insecure, null);
    }

    /** Returns a trust that presents this certificate to peers; null = none. */
    public static Trust of(Path caFile, boolean insecure, ClientCertificate own) throws UnusableCaFile {
        OwnCertificate shown = new OwnCertificate(own);
        if (insecure) {
            return new Trust(new TrustManager[] {new TrustAnybody()}, shown, true);
        }
        return new Trust(managers(caFile == null ? null : store(CaFile.read(caFile))), shown, false);
    }

    public SSLContext context() {
        return context;
    }

    /**
     * A context for inspecting one handshake.
     *
     * @param asked whether the server asked for our certificate after it had proved that it owns its own
     */
    public record Shown(SSLContext context, BooleanSupplier asked) {}

    /**
     * Returns a new context with the same trust. It cannot resume a session of an earlier connection, so the server has
     * to present its certificate.
     *
     * @param chains receives the chain that the server sent, its own certificate first, once it was accepted: before
     *               the end of the handshake, which the server may still refuse
     */
    public Shown contextThatShows(Consumer<List<X509Certificate>> chains) {
        TrustManager[] showing = new TrustManager[managers.length];
        for (int i = 0; i < managers.length; i++) {
            showing[i] = managers[i] instanceof X509ExtendedTrustManager checking
                    ? new ShowingTrust(checking, chains)
                    : managers[i];
        }
        OwnCertificate once = own.anew();
        return new Shown(context(showing, once), once::askedByOwner);
    }

    /**
     * Returns why a chain is not trusted, such as {@code it does not lead to a known CA}; empty if it is. Does not compare
     * host names: the connection does that.
     *
     * @param chain the server's own certificate first
     */
    public Optional<String> objection(List<X509Certificate> chain) {
        try {
            for (TrustManager manager : managers) {
                if (manager instanceof X509TrustManager checking) {
                    // "UNKNOWN" is the value for TLS 1.3, where the key exchange does not depend on the type of the key
                    checking.checkServerTrusted(chain.toArray(X509Certificate[]::new), "UNKNOWN");
                }
            }
            return Optional.empty();
        } catch (CertificateException e) {
            String known = Distrust.in(e);
            return Optional.of(known == null ? PlainText.line(String.valueOf(e.getMessage()), 100) : known);
        }
    }

    /** Whether any peer has asked for our certificate so far. */
    public boolean wasAsked() {
        return own.asked();
    }

    /** Whether this peer has asked for our certificate so far, on any socket. */
    public boolean wasAskedBy(String host, int port) {
        return own.askedBy(host, port);
    }

    /** Whether there is a certificate to present. */
    public boolean showsOwn() {
        return own.exists();
    }

    /** True = neither the chain nor the host name is verified. */
    public boolean insecure() {
        return insecure;
    }

    private static KeyStore store(List<X509Certificate> certificates) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry("ca-" + i, certificates.get(i));
            }
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java runtime cannot keep certificates", e);
        }
    }

    private static TrustManager[] managers(KeyStore store) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot check certificates", e);
        }
    }

    private static SSLContext context(TrustManager[] managers, OwnCertificate own) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {own}, managers, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot speak TLS", e);
        }
    }
}
