package dev.freshwatch.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Accepts TCP connections on a loopback port, each on a thread of its own: hundreds of hanging ones are no problem, and
 * only open ones take memory. Thread-safe.
 */
final class LoopbackServer implements AutoCloseable {

    /** Serves one connection until either side closes it. */
    interface Service {
        void serve(Socket socket) throws IOException, InterruptedException;
    }

    private static final int STACK_BYTES = 512 * 1024;
    private static final int BACKLOG = 1024;

    private final ServerSocket listener;
    private final Service service;
    private final ExecutorService threads;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicInteger peakOpen = new AtomicInteger();
    private final AtomicLong broken = new AtomicLong();
    private volatile String lastBroken = "";

    /**
     * Starts listening.
     *
     * @param port 0 = a free one
     */
    LoopbackServer(String name, int port, Service service) {
        this.service = service;
        try {
            listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException("the simulator cannot listen on port " + port, e);
        }
        threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(null, work, name + "-" + listener.getLocalPort(), STACK_BYTES);
            thread.setDaemon(true);
            return thread;
        });
        threads.execute(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Returns the number of open connections. */
    int openConnections() {
        return open.size();
    }

    /** Returns the highest number of connections open at the same time. */
    int peakConnections() {
        return peakOpen.get();
    }

    /** Returns the number of connections since the start. */
    long connections() {
        return accepted.get();
    }

    /** Returns the number of connections that ended with an I/O or TLS error, including disconnects by the client. */
    long brokenConnections() {
        return broken.get();
    }

    /** Returns why the last of them ended, or an empty text. */
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
        drop();
    }

    private void serve(Socket socket) {
        try (socket) {
            service.serve(socket);
        } catch (IOException e) {
            broken.incrementAndGet();
            lastBroken = e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    /** Closes all open connections; continues to listen. */
    void drop() {
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (IOException e) {
                lastBroken = e.toString();
            }
        }
    }

    /** Stops listening and closes all connections. */
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            lastBroken = e.toString();
        } finally {
            drop();
            threads.shutdownNow();
        }
    }
}
