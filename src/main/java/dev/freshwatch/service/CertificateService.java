package dev.freshwatch.service;

import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Down;
import dev.freshwatch.freshness.Observation.Expiry;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.platform.BoundedCall.TooLate;
import dev.freshwatch.platform.ConnectFailure;
import dev.freshwatch.tls.Trust;
import java.io.IOException;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * {@code service-certificate}: how long the certificates sent by a TLS port are still valid. A certificate that is not
 * trusted, has expired or belongs to another name is down.
 *
 * @param trust      used to verify chain and host name
 * @param warnBefore how long before the first of them expires the warning starts
 * @param limit      from name resolution to the end of the handshake
 */
record CertificateService(
        Question question, Duration every, String host, int port, Trust trust, Duration warnBefore, Duration limit)
        implements SingleService {

    @Override
    public Optional<String> askedHost() {
        return Optional.of(host);
    }

    @Override
    public Observation observe(ServiceTools tools) throws InterruptedException {
        long start = System.nanoTime();
        AtomicReference<List<X509Certificate>> chain = new AtomicReference<>(List.of());
        Trust.Shown shown = trust.contextThatShows(chain::set);
        try (Socket socket = new Socket()) {
            try {
                tools.within().call(question.check(), limit, socket, () -> handshake(socket, shown.context()));
            } catch (IOException e) {
                // A server that demands a client certificate has presented its own, which is all we need. After any
                // other failure at that point, such as a key that does not match the certificate, no client gets in.
                if (chain.get().isEmpty() || !shown.asked().getAsBoolean() || e instanceof TooLate) {
                    return new Down(ConnectFailure.words(e, limit, socket.isConnected()), TcpService.since(start));
                }
            }
            return expiry(chain.get(), tools.clock().instant(), TcpService.since(start));
        } catch (IOException e) {
            return new Down(ConnectFailure.words(e, limit, false), TcpService.since(start));
        }
    }

    private Void handshake(Socket socket, SSLContext context) throws IOException {
        TcpService.connect(socket, host, port, limit);
        socket.setSoTimeout((int) limit.toMillis());
        SSLSocket secure = (SSLSocket) context.getSocketFactory().createSocket(socket, host, port, false);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return null;
    }

    /** The chain is only as good as the certificate that expires first. */
    private Expiry expiry(List<X509Certificate> chain, Instant now, Duration elapsed) {
        X509Certificate own = chain.get(0);
        X509Certificate first = own;
        for (X509Certificate each : chain) {
            first = each.getNotAfter().before(first.getNotAfter()) ? each : first;
        }
        String which = first == own ? null : "certificate of its CA '" + name(first) + "'";
        return new Expiry(which, first.getNotAfter().toInstant(), now, warnBefore, elapsed);
    }

    /** Returns the common name, or the whole subject of the certificate. */
    private static String name(X509Certificate certificate) {
        String all = certificate.getSubjectX500Principal().getName();
        try {
            for (Rdn part : new LdapName(all).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN") && part.getValue() instanceof String name) {
                    return PlainText.line(name, 60);
                }
            }
        } catch (InvalidNameException e) {
            return PlainText.line(all, 60);
        }
        return PlainText.line(all, 60);
    }
}
