package dev.freshwatch.sim;

import java.net.URI;
import javax.net.ssl.SSLContext;

/**
 * A small HTTP/1.1 server on a loopback port that can misbehave below HTTP: reset, drip, truncate, hang. Thread-safe.
 */
public final class SimHttpServer implements AutoCloseable {

    /** Answers requests; called by many threads. May sleep, like a slow server. */
    public interface Handler {
        Reaction handle(SimRequest request) throws InterruptedException;
    }

    /**
     * What is sent back, and how.
     *
     * @param answer may be null if the fault does not use it
     * @param fault  null = none
     */
    public record Reaction(HttpAnswer answer, SimFault fault) {}

    private final LoopbackServer connections;
    private final String scheme;

    /**
     * Starts listening.
     *
     * @param port 0 = a free one
     * @param tls  null = plain HTTP
     */
    public SimHttpServer(String name, int port, SSLContext tls, Handler handler) {
        scheme = tls == null ? "http" : "https";
        connections = new LoopbackServer(name, port, socket -> new HttpConnection(socket, tls, handler).serve());
    }

    /**
     * Returns scheme, host and port, without a trailing slash; with TLS the host is {@code localhost}, for the
     * certificate.
     */
    public URI url() {
        return URI.create(scheme + (scheme.equals("http") ? "://127.0.0.1:" : "://localhost:") + connections.port());
    }

    LoopbackServer connections() {
        return connections;
    }

    /** Returns the number of open TCP connections. */
    public int openConnections() {
        return connections.openConnections();
    }

    @Override
    public void close() {
        connections.close();
    }
}
