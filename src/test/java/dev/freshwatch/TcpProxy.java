package dev.freshwatch;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A way over loopback to a server, which can be cut, held, or led elsewhere. Nothing is understood of what goes over it.
 *
 * <p>{@link #cut} is a way whose ends notice: connections are reset, and new ones are closed at once. {@link #hold} is a
 * network that is gone: nothing arrives, and nobody is told.
 */
public final class TcpProxy implements AutoCloseable {

    /** Sees what goes over a way. */
    public interface Tap {

        /**
         * Called before these bytes go on.
         *
         * @param connection the same for both directions of a connection
         * @param isAnswer   whether they come from the server
         */
        void passes(Object connection, boolean isAnswer, byte[] bytes, int count);
    }

    private final ServerSocket door;
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile int target;
    private volatile boolean cut;
    private volatile String lostAnswer;
    private volatile Tap tap = (connection, isAnswer, bytes, count) -> {};
    private boolean held;

    private TcpProxy(ServerSocket door, int target) {
        this.door = door;
        this.target = target;
    }

    /** A way to this port on a free one. */
    public static TcpProxy to(int target) {
        return to(target, "127.0.0.1", 0);
    }

    /** A way to this port at this address of the loopback, on this port; 0 = a free one. */
    public static TcpProxy to(int target, String address, int port) {
        try {
            ServerSocket door = new ServerSocket(port, 100, InetAddress.getByName(address));
            TcpProxy proxy = new TcpProxy(door, target);
            started("tcp-proxy", proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on this one sees all that goes through. */
    public TcpProxy tappedBy(Tap other) {
        tap = other;
        return this;
    }

    public int port() {
        return door.getLocalPort();
    }

    /** How many connections were made so far. */
    public int connections() {
        return connections.get();
    }

    /** From now on new connections lead to this port. */
    public void lead(int port) {
        target = port;
    }

    /** Ends all connections, and each new one at once. */
    public void cut() {
        cut = true;
        endAll();
    }

    /** Ends all connections; new ones are made. */
    public void endAll() {
        open.forEach(this::end);
    }

    /** Nothing goes through any more, in no direction, on connections old and new. */
    public synchronized void hold() {
        held = true;
    }

    /** After {@link #cut} or {@link #hold}; what was held goes on. */
    public synchronized void mend() {
        cut = false;
        held = false;
        notifyAll();
    }

    /** The next answer of the server with this in it does not arrive: the connection ends instead. */
    public void loseAnswer(String part) {
        lostAnswer = part;
    }

    /** Whether an answer was lost since {@link #loseAnswer}. */
    public boolean hasLostAnswer() {
        return lostAnswer == null;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                if (cut) {
                    end(client);
                } else {
                    connections.incrementAndGet();
                    open.add(client);
                    started("tcp-proxy-connection", () -> connect(client));
                }
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void connect(Socket client) {
        try {
            pass();
            Socket server = new Socket();
            open.add(server);
            server.connect(new InetSocketAddress("127.0.0.1", target), 5_000);
            AtomicInteger directions = new AtomicInteger(2);
            started("tcp-proxy-up", () -> pump(client, server, false, directions));
            pump(server, client, true, directions);
        } catch (IOException e) {
            end(client);
        }
    }

    /** @param directions of this connection that have not ended yet */
    private void pump(Socket from, Socket to, boolean isAnswer, AtomicInteger directions) {
        byte[] bytes = new byte[16 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                pass();
                if (isAnswer && isToLose(bytes, count)) {
                    throw new IOException("lost on purpose");
                }
                tap.passes(isAnswer ? to : from, isAnswer, bytes, count);
                out.write(bytes, 0, count);
                out.flush();
            }
            pass();
            to.shutdownOutput();
            if (directions.decrementAndGet() == 0) {
                from.close();
                to.close();
                open.remove(from);
                open.remove(to);
            }
        } catch (IOException e) {
            end(from);
            end(to);
        }
    }

    private synchronized boolean isToLose(byte[] bytes, int count) {
        boolean lose =
                lostAnswer != null && new String(bytes, 0, count, StandardCharsets.ISO_8859_1).contains(lostAnswer);
        if (lose) {
            lostAnswer = null;
        }
        return lose;
    }

    private synchronized void pass() throws IOException {
        try {
            while (held && !door.isClosed()) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void end(Closeable socket) {
        open.remove(socket);
        try {
            if (socket instanceof Socket tcp) {
                tcp.setSoLinger(true, 0); // a reset, not an orderly end
            }
        } catch (IOException e) {
            // closed already
        }
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void started(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        end(door);
        mend();
        endAll();
    }
}
