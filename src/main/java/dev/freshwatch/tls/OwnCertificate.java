package dev.freshwatch.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Presents our certificate to every peer that asks for one, and remembers that it was asked. The key manager of the
 * runtime presents none to a peer whose list of CAs does not contain ours; such a peer can then only report that there
 * is no certificate.
 */
final class OwnCertificate extends X509ExtendedKeyManager {

    private static final String ALIAS = "own";

    private final ClientCertificate own;
    private final Set<String> askers = ConcurrentHashMap.newKeySet();
    private volatile boolean asked;
    private volatile boolean askedByOwner;

    /** @param own null = there is none to present */
    OwnCertificate(ClientCertificate own) {
        this.own = own;
    }

    /** Returns the same certificate, not asked for yet. */
    OwnCertificate anew() {
        return new OwnCertificate(own);
    }

    boolean asked() {
        return asked;
    }

    /** Whether a peer asked, on a socket, after it had proved that it owns the key of its certificate. */
    boolean askedByOwner() {
        return askedByOwner;
    }

    /** With the RSA key exchange of TLS 1.2, a server asks before it has signed anything. */
    private static boolean hasSigned(SSLSession session) {
        return session.getProtocol().equals("TLSv1.3")
                || session.getCipherSuite().contains("DHE_");
    }

    /** Whether this peer asked, on a socket; an {@code SSLEngine} need not know the name of its peer. */
    boolean askedBy(String host, int port) {
        return askers.contains(peer(host, port));
    }

    private static String peer(String host, int port) {
        return host.toLowerCase(Locale.ROOT) + " " + port;
    }

    boolean exists() {
        return own != null;
    }

    private String alias(String... keyTypes) {
        asked = true;
        return own != null && Arrays.asList(keyTypes).contains(own.key().getAlgorithm()) ? ALIAS : null;
    }

    @Override
    public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        return alias(keyTypes);
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        SSLSession session = socket instanceof SSLSocket secure ? secure.getHandshakeSession() : null;
        if (session != null && session.getPeerHost() != null) {
            askers.add(peer(session.getPeerHost(), session.getPeerPort()));
        }
        if (session != null && hasSigned(session)) {
            askedByOwner = true;
        }
        return alias(keyTypes);
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return own == null ? null : new String[] {ALIAS};
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return own == null ? null : own.chain();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return own == null ? null : own.key();
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return null;
    }
}
