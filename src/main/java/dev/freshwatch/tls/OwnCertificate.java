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
 * Shows our certificate to whoever asks for one, and remembers that somebody did. The runtime's own key manager shows
 * nothing to a peer whose list of CAs does not name ours; then the peer can only say that there is none.
 */
final class OwnCertificate extends X509ExtendedKeyManager {

    private static final String ALIAS = "own";

    private final ClientCertificate own;
    private final Set<String> askers = ConcurrentHashMap.newKeySet();
    private volatile boolean asked;
    private volatile boolean askedByOwner;

    /** @param own null = there is none to show */
    OwnCertificate(ClientCertificate own) {
        this.own = own;
    }

    /** The same certificate, for which nobody has asked. */
    OwnCertificate anew() {
        return new OwnCertificate(own);
    }

    boolean asked() {
        return asked;
    }

    /** Whether somebody asked, on a socket, who had shown by then that the key of its certificate is its own. */
    boolean askedByOwner() {
        return askedByOwner;
    }

    /** With the RSA key exchange of TLS 1.2 a server asks before it has signed anything. */
    private static boolean hasSigned(SSLSession session) {
        return session.getProtocol().equals("TLSv1.3")
                || session.getCipherSuite().contains("DHE_");
    }

    /** Only peers on sockets are known by their names; an engine does not have to be told one. */
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
