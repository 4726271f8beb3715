package dev.freshwatch.sink;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A TCP listener on a free loopback port; what it does with a connection is the test's to say. */
public final class Peer implements AutoCloseable {

    private final ServerSocket listener;
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    private Peer(int receiveBuffer) throws IOException {
        listener = new ServerSocket();
        if (receiveBuffer > 0) {
            listener.setReceiveBufferSize(receiveBuffer);
        }
        listener.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
    }

    /** Each connection runs this on a thread of its own and is closed when it returns. */
    public static Peer start(Manners manners) throws IOException {
        return start(0, manners);
    }

    static Peer start(int receiveBuffer, Manners manners) throws IOException {
        Peer peer = new Peer(receiveBuffer);
        Thread acceptor = new Thread(() -> peer.accept(manners), "peer");
        acceptor.setDaemon(true);
        acceptor.start();
        return peer;
    }

    public int port() {
        return listener.getLocalPort();
    }

    public int connections() {
        return connections.size();
    }

    /** Called by the manners with what they understood. */
    void hear(String text) {
        heard.add(text);
    }

    /** The next that was heard. */
    String next() throws InterruptedException {
        String text = heard.poll(60, TimeUnit.SECONDS);
        if (text == null) {
            throw new AssertionError("nothing was heard within 20 s");
        }
        return text;
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listener.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }

    private void accept(Manners manners) {
        try {
            while (true) {
                Socket connection = listener.accept();
                connections.add(connection);
                Thread thread = new Thread(() -> serve(manners, connection), "peer-connection");
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException e) {
            if (!listener.isClosed()) {
                hear("accept failed: " + e);
            }
        }
    }

    private void serve(Manners manners, Socket connection) {
        try (connection) {
            manners.serve(this, connection);
        } catch (IOException | InterruptedException e) {
            hear("connection failed: " + e);
        }
    }

    /** What to do with a connection. */
    public interface Manners {
        void serve(Peer peer, Socket connection) throws IOException, InterruptedException;
    }

    /** Takes one HTTP request after the other, and answers each with this. */
    public static Manners http(String answer) {
        return (peer, connection) -> {
            while (true) {
                String request = request(connection.getInputStream());
                if (request == null) {
                    return;
                }
                peer.hear(request);
                connection.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                connection.getOutputStream().flush();
            }
        };
    }

    /** Head and body of one request as ISO-8859-1, so that each character is a byte; null at the end. */
    private static String request(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                return null;
            }
            bytes.write(b);
        }
        String head = bytes.toString(StandardCharsets.ISO_8859_1);
        int length = head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .map(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
        return head + new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    /** Takes lines. */
    static Manners lines() {
        return (peer, connection) -> {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            InputStream in = connection.getInputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b == '\n') {
                    peer.hear(line.toString(StandardCharsets.UTF_8));
                    line.reset();
                } else {
                    line.write(b);
                }
            }
        };
    }

    /** Takes octet-counted frames. */
    static Manners frames() {
        return (peer, connection) -> {
            InputStream in = connection.getInputStream();
            for (String frame = frame(in); frame != null; frame = frame(in)) {
                peer.hear(frame);
            }
        };
    }

    /** Takes one octet-counted frame of each connection and closes it. */
    static Manners oneFrame() {
        return (peer, connection) -> {
            String frame = frame(connection.getInputStream());
            if (frame != null) {
                connection.close();
                peer.hear(frame);
            }
        };
    }

    /** Takes the connection and never reads. */
    static Manners deaf() {
        return (peer, connection) -> peer.closed.await();
    }

    private static String frame(InputStream in) throws IOException {
        int length = 0;
        for (int b = in.read(); b != ' '; b = in.read()) {
            if (b < 0) {
                return null;
            }
            if (b < '0' || b > '9') {
                throw new IOException("not an octet count: " + (char) b);
            }
            length = length * 10 + b - '0';
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
}
