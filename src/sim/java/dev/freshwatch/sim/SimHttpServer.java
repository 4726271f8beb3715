package dev.freshwatch.sim;

import java.net.URI;
import javax.net.ssl.SSLContext;

/**
 * A small HTTP/1.1 server on a loopback port that can misbehave below HTTP: reset, drip, truncate, hang. Thread-safe.
 */
public final class SimHttpServer implements AutoCloseable {

    /** Answers requests; called by many threads. May sleep, as a slow server does. */
    public interface Handler {
        Reaction handle(SimRequest request) throws InterruptedException;
    }

    /**
     * What is sent back, and how.
     *
     * @param answer may be null where the fault makes no use of it
     * @param fault  null = as it should be
     */
    public record Reaction(HttpAnswer answer, SimFault fault) {}

    private final LoopbackServer connections;
    private final String scheme;

    /**
     * Listens at once.
     *
     * @param port 0 = a free one
     * @param tls  null = plain HTTP
     */
    public SimHttpServer(String name, int port, SSLContext tls, Handler handler) {
        scheme = tls == null ? "http" : "https";
        connections = new LoopbackServer(name, port, socket -> new HttpConnection(socket, tls, handler).serve());
    }

    /** Scheme, host and port, without a trailing slash; with TLS the host is {@code localhost}, for the certificate. */
    public URI url() {
        return URI.create(scheme + (scheme.equals("http") ? "://127.0.0.1:" : "://localhost:") + connections.port());
    }

    LoopbackServer connections() {
        return connections;
    }

    /** TCP connections that are open now. */
    public int openConnections() {
        return connections.openConnections();
    }

    @Override
    public void close() {
        connections.close();
    }
}
