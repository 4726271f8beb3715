package dev.freshwatch.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** Reads the certificates of a server. Trusts none of them: the handshake ends there, and nothing is sent. */
public final class CertificateProbe {

    private CertificateProbe() {}

    /**
     * Returns the chain that the server sends, its own certificate first.
     *
     * @param socket connected; unusable afterwards
     * @param host   server name in the handshake, for servers that have several certificates
     * @throws IOException if the handshake ended before the server sent its certificate
     */
    public static List<X509Certificate> read(Socket socket, String host, int port) throws IOException {
        Recorder recorder = new Recorder();
        SSLSocket secure = (SSLSocket) context(recorder).getSocketFactory().createSocket(socket, host, port, false);
        try {
            secure.startHandshake();
        } catch (IOException e) {
            if (recorder.chain.get() != null) {
                return recorder.chain.get();
            }
            throw e;
        }
        throw new IOException("the server sent no certificate");
    }

    private static SSLContext context(TrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot speak TLS", e);
        }
    }

    private static final class Recorder extends TrustInServers {

        private final AtomicReference<List<X509Certificate>> chain = new AtomicReference<>();

        @Override
        public void checkServerTrusted(X509Certificate[] shown, String authType) throws CertificateException {
            chain.set(List.of(shown));
            throw new CertificateException("only read, not trusted");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] shown, String authType, Socket socket)
                throws CertificateException {
            checkServerTrusted(shown, authType);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] shown, String authType, SSLEngine engine)
                throws CertificateException {
            checkServerTrusted(shown, authType);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
