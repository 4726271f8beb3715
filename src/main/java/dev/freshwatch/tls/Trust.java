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
 * Whose certificates are believed by one platform's or one sink's connections, and which is shown of ours. Safe for use by
 * many threads.
 *
 * <p>It takes plain values, not the records of {@code config}, so that {@code config} can ask it while it validates.
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
     * @param caFile   a PEM file: only certificates that lead to one of these are believed; null = the CAs of the Java
     *                 runtime
     * @param insecure true = believe anybody, under any host name; then {@code caFile} is not read
     * @throws UnusableCaFile where the CA file cannot be used; its message says what to write
     */
    public static Trust of(Path caFile, boolean insecure) throws UnusableCaFile {
        return of(caFile, insecure, null);
    }

    /** The same, and what is shown to peers that want to know who we are; null = nothing. */
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
     * A context for one handshake that is looked at.
     *
     * @param asked whether the server has asked for our certificate in it, after it had proven that its own certificate is
     *              its own
     */
    public record Shown(SSLContext context, BooleanSupplier asked) {}

    /**
     * A context of its own with the same trust: no session of an earlier connection is resumed in it, so the server has
     * to show its certificate.
     *
     * @param chains gets what the server sent, its own certificate first, once that was found good: before the end of the
     *               handshake, which the server may still refuse
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
     * Why a chain is not believed, whatever host shows it: {@code it does not lead to a known CA}; empty where it is. That
     * the host is the one that the certificate names is for the connection to check.
     *
     * @param chain the server's own certificate first
     */
    public Optional<String> objection(List<X509Certificate> chain) {
        try {
            for (TrustManager manager : managers) {
                if (manager instanceof X509TrustManager checking) {
                    // "UNKNOWN" is what the runtime says for TLS 1.3, where the key exchange tells nothing of the key
                    checking.checkServerTrusted(chain.toArray(X509Certificate[]::new), "UNKNOWN");
                }
            }
            return Optional.empty();
        } catch (CertificateException e) {
            String known = Distrust.in(e);
            return Optional.of(known == null ? PlainText.line(String.valueOf(e.getMessage()), 100) : known);
        }
    }

    /** Whether a peer has asked for our certificate, in any handshake so far. */
    public boolean wasAsked() {
        return own.asked();
    }

    /** Whether this peer has asked for our certificate, in any handshake on a socket so far. */
    public boolean wasAskedBy(String host, int port) {
        return own.askedBy(host, port);
    }

    /** Whether there is a certificate of ours to show. */
    public boolean showsOwn() {
        return own.exists();
    }

    /** True = neither the chain nor the host name is checked. */
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
