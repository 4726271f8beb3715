package dev.freshwatch.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;

/**
 * A small HTTP/1.1 server on a loopback port that can misbehave below HTTP: reset, drip, truncate, hang. One thread for
 * each connection, so hundreds of hanging requests are no trouble; memory stays with the connections that are open.
 */
final class SimHttpServer implements AutoCloseable {

    /** Answers requests; called by many threads. May sleep, as a slow server does. */
    interface Handler {
        Reaction handle(HttpRequest request) throws InterruptedException;
    }

    /**
     * What is sent back, and how.
     *
     * @param answer may be null where the fault makes no use of it
     * @param fault  null = as it should be
     */
    record Reaction(HttpAnswer answer, Fault fault) {}

    private static final int STACK_BYTES = 512 * 1024;

    private final ServerSocket listener;
    private final SSLContext tls;
    private final Handler handler;
    private final ExecutorService threads;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicInteger peakOpen = new AtomicInteger();
    private final AtomicLong broken = new AtomicLong();
    private volatile String lastBroken = "";

    /**
     * Listens at once.
     *
     * @param port 0 = a free one
     * @param tls  null = plain HTTP
     */
    SimHttpServer(String name, int port, SSLContext tls, Handler handler) {
        this.tls = tls;
        this.handler = handler;
        try {
            listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        } catch (IOException e) {
            throw new UncheckedIOException("the simulator can not listen on port " + port, e);
        }
        threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(null, work, name + "-" + listener.getLocalPort(), STACK_BYTES);
            thread.setDaemon(true);
            return thread;
        });
        threads.execute(this::accept);
    }

    /** Scheme, host and port, without a trailing slash; with TLS the host is {@code localhost}, for the certificate. */
    URI url() {
        return URI.create((tls == null ? "http://127.0.0.1:" : "https://localhost:") + port());
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Connections that are open now. */
    int openConnections() {
        return open.size();
    }

    int peakConnections() {
        return peakOpen.get();
    }

    /** Connections since the start. */
    long connections() {
        return accepted.get();
    }

    /** Connections that ended in an I/O or TLS error, the client's going away included. */
    long brokenConnections() {
        return broken.get();
    }

    /** Why the last of them ended, or the empty text. */
    String lastBroken() {
        return lastBroken;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                accepted.incrementAndGet();
                open.add(socket);
                peakOpen.accumulateAndGet(open.size(), Math::max);
                threads.execute(() -> serve(socket));
            } catch (IOException | RejectedExecutionException e) {
                if (!listener.isClosed()) {
                    lastBroken = e.toString();
                }
            }
        }
    }

    private void serve(Socket socket) {
        try {
            new HttpConnection(socket, tls, handler).serve();
        } catch (IOException e) {
            broken.incrementAndGet();
            lastBroken = e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    /** Drops every connection. */
    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            lastBroken = e.toString();
        } finally {
            threads.shutdownNow();
        }
    }
}
