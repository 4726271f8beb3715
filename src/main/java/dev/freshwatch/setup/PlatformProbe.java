package dev.freshwatch.setup;

import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.http.UrlHost;
import dev.freshwatch.platform.BoundedCall;
import dev.freshwatch.platform.ConnectFailure;
import dev.freshwatch.tls.CertificateProbe;
import dev.freshwatch.tls.Trust;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/** Reads the certificate of a platform before anything is sent to it. */
public final class PlatformProbe {

    private PlatformProbe() {}

    /** No certificate, because nobody answers, or not with TLS; the message says where and why. */
    public static final class NoCertificate extends Exception {
        NoCertificate(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Returns the certificate of an {@code https} URL, and whether Java's CAs have issued it.
     *
     * @param proxy the proxy to use; null = none
     * @param limit for name resolution, connection and handshake together
     */
    public static ServerCertificate look(URI url, URI proxy, Duration limit)
            throws NoCertificate, InterruptedException {
        String host = UrlHost.withoutBrackets(UrlHost.of(url));
        int port = UrlHost.portOrUsual(url);
        try (BoundedCall bounded = new BoundedCall(InstantSource.system());
                Socket socket = new Socket()) {
            try {
                List<X509Certificate> chain = bounded.call(url, limit, socket, () -> {
                    socket.setSoTimeout((int) limit.toMillis());
                    if (proxy == null) {
                        socket.connect(new InetSocketAddress(host, port), (int) limit.toMillis());
                    } else {
                        ProxyTunnel.open(socket, proxy, UrlHost.of(url), port, (int) limit.toMillis());
                    }
                    return CertificateProbe.read(socket, host, port);
                });
                String objection = Trust.of(null, false).objection(chain).orElse(null);
                return new ServerCertificate(chain.get(0), objection);
            } catch (IOException e) {
                String words = e instanceof ProxyTunnel.Refused
                        ? e.getMessage()
                        : ConnectFailure.words(e, limit, socket.isConnected());
                String through = proxy == null
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                " through the proxy %s port %d",
                                UrlHost.of(proxy),
                                UrlHost.portOrUsual(proxy));
                throw new NoCertificate(String.format(
                        Locale.ROOT, "%s port %d%s: %s", PlainText.line(host, 256), port, through, words));
            }
        } catch (IOException e) {
            throw new IllegalStateException("a socket can be closed", e);
        }
    }
}
