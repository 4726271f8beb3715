package dev.freshwatch.sim;

import java.net.URI;
import javax.net.ssl.SSLContext;

/**
 * Receives webhooks on a loopback port at any path: answers 202, or as its {@link #faults} say (use
 * {@link SimFaults#ANY}). Thread-safe.
 */
public final class WebhookReceiver implements AutoCloseable {

    /**
     * A received request, accepted or not.
     *
     * @param status       of the answer; 0 = no answer
     * @param arrivedNanos {@link System#nanoTime} when it was complete
     */
    public record Hook(SimRequest request, int status, long arrivedNanos) {

        public boolean accepted() {
            return status >= 200 && status < 300;
        }

        /** The body as UTF-8 text. */
        public String text() {
            return request.text();
        }
    }

    private final SimFaults faults = new SimFaults();
    private final Arrivals<Hook> hooks = new Arrivals<>();
    private final SimHttpServer server;

    /** Plain HTTP on a free port. */
    public WebhookReceiver() {
        this(0, null);
    }

    /**
     * @param port 0 = a free one
     * @param tls  null = plain HTTP
     */
    public WebhookReceiver(int port, SSLContext tls) {
        server = new SimHttpServer("sim-webhook", port, tls, this::handle);
    }

    /** Returns the URL, with a path. */
    public URI url() {
        return server.url().resolve("/hook");
    }

    public int port() {
        return server.connections().port();
    }

    /** Returns the script of misbehaviour. */
    public SimFaults faults() {
        return faults;
    }

    /** Returns all received requests, including refused ones. */
    public Arrivals<Hook> hooks() {
        return hooks;
    }

    /** Returns the number of open connections. */
    public int openConnections() {
        return server.connections().openConnections();
    }

    private SimHttpServer.Reaction handle(SimRequest request) throws InterruptedException {
        long arrived = System.nanoTime();
        SimFault fault = faults.take(request.path(), 0);
        HttpAnswer answer = HttpAnswer.empty(202);
        if (fault instanceof SimFault.Instead other) {
            answer = other.answer();
            fault = null;
        }
        if (fault instanceof SimFault.Delay delay) {
            Pause.of(delay.pause());
        }
        boolean answered = fault == null || fault.carriesOut();
        hooks.add(new Hook(request, answered ? answer.status() : 0, arrived));
        return new SimHttpServer.Reaction(answer, fault);
    }

    @Override
    public void close() {
        server.close();
    }
}
