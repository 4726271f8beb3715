package dev.freshwatch.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ServerSocketFactory;

/** A peer that does exactly what a test tells it, byte by byte, and writes down what it was sent. */
public final class RawServer implements AutoCloseable {

    /** What to do with one connection, whose request has not been read. */
    public interface Behaviour {
        public void serve(Peer peer) throws IOException;
    }

    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *([0-9]+)");

    private final ServerSocket server;
    private final String scheme;
    private final Behaviour behaviour;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    public final List<String> requests = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();

    private RawServer(ServerSocketFactory factory, String scheme, Behaviour behaviour) throws IOException {
        this.server = factory.createServerSocket(0, 500, InetAddress.getByName("127.0.0.1"));
        this.scheme = scheme;
        this.behaviour = behaviour;
        start(this::accept);
    }

    public static RawServer that(Behaviour behaviour) throws IOException {
        return new RawServer(ServerSocketFactory.getDefault(), "http", behaviour);
    }

    public static RawServer speakingTls(ServerSocketFactory factory, Behaviour behaviour) throws IOException {
        return new RawServer(factory, "https", behaviour);
    }

    /** Answers each request of each connection with these bytes. */
    public static RawServer answering(String answer) throws IOException {
        return that(peer -> {
            while (peer.readRequest()) {
                peer.write(answer);
            }
        });
    }

    public URI uri(String pathAndQuery) {
        return URI.create(scheme + "://localhost:" + server.getLocalPort() + pathAndQuery);
    }

    /** Connections that are open at this end. */
    public int open() {
        return open.size();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.incrementAndGet();
                open.add(socket);
                start(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            behaviour.serve(new Peer(socket));
        } catch (IOException e) {
            return; // the client went away, which is what many tests want
        } finally {
            open.remove(socket);
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** One connection. */
    public final class Peer {

        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        private Peer(Socket socket) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
            this.out = socket.getOutputStream();
        }

        /** @return false when the client has closed */
        public boolean readRequest() throws IOException {
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            String head = "";
            while (!head.endsWith("\r\n\r\n")) {
                int one = in.read();
                if (one < 0) {
                    return false;
                }
                read.write(one);
                head = read.toString(StandardCharsets.ISO_8859_1);
            }
            Matcher length = LENGTH.matcher(head);
            byte[] body = length.find() ? in.readNBytes(Integer.parseInt(length.group(1))) : new byte[0];
            requests.add(head + new String(body, StandardCharsets.UTF_8));
            return true;
        }

        public void write(String text) throws IOException {
            write(text.getBytes(StandardCharsets.UTF_8));
        }

        public void write(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        /** One byte, a pause, one byte … until the client goes away or the test ends. */
        public void drip(String text) throws IOException {
            for (int at = 0; !pause(40); at++) {
                write(text.substring(at % text.length(), at % text.length() + 1));
            }
        }

        /** Says nothing more until the client goes away. */
        public void hang() throws IOException {
            while (in.read() >= 0) {
                // whatever it still sends
            }
        }

        /** Carries what comes from either side to the other, until both have closed. */
        public void relayTo(int port) throws IOException {
            try (Socket target = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
                start(() -> carry(target, socket));
                in.transferTo(target.getOutputStream());
            }
        }

        private void carry(Socket from, Socket to) {
            try {
                from.getInputStream().transferTo(to.getOutputStream());
                to.close();
            } catch (IOException e) {
                return; // one of them went away
            }
        }

        /** Waits a moment, so that the client has read what was written before a reset throws it away. */
        public void awaitRead() {
            pause(100);
        }

        /** Says that nothing more comes, and goes on to read. */
        public void endOutput() throws IOException {
            socket.shutdownOutput();
        }

        /** Waits until a first byte of the next request is there, and takes no more of it. */
        public void awaitRequest() throws IOException {
            in.read();
        }

        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        public boolean pause(long millis) {
            try {
                return closing.await(millis, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
        }
    }
}
