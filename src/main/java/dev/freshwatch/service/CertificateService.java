package dev.freshwatch.service;

import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Down;
import dev.freshwatch.freshness.Observation.Expiry;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.tls.Trust;
import java.io.IOException;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * {@code service-certificate}: how long the certificate of a TLS port is still valid. One that is not trusted, has ended
 * or is made out to another name is as bad as none.
 *
 * @param trust      chain and host name are checked
 * @param warnBefore the end of the certificate
 * @param limit      from the resolving of the name to the end of the handshake
 */
record CertificateService(
        Question question, Duration every, String host, int port, Trust trust, Duration warnBefore, Duration limit)
        implements Service {

    @Override
    public Optional<String> askedHost() {
        return Optional.of(host);
    }

    @Override
    public Observation look(Tools tools) throws InterruptedException {
        long start = System.nanoTime();
        try (Socket socket = new Socket()) {
            Instant end = tools.within().call(limit, socket, () -> end(socket));
            return new Expiry(end, tools.clock().instant(), warnBefore, TcpService.since(start));
        } catch (IOException e) {
            return new Down(Words.of(e, limit), TcpService.since(start));
        }
    }

    /** When the peer's own certificate ends; the chain was found good by the handshake. */
    private Instant end(Socket socket) throws IOException {
        TcpService.connect(socket, host, port, limit);
        socket.setSoTimeout((int) limit.toMillis());
        SSLSocket secure = (SSLSocket) trust.context().getSocketFactory().createSocket(socket, host, port, false);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        X509Certificate own = (X509Certificate) secure.getSession().getPeerCertificates()[0];
        return own.getNotAfter().toInstant();
    }
}
