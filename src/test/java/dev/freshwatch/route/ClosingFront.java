package dev.freshwatch.route;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A front before a platform that closes each connection after one answer, and does not say so in it. */
final class ClosingFront implements AutoCloseable {

    /** When it closes. */
    enum Closes {
        AT_ONCE,
        A_LITTLE_LATER,
        AS_THE_NEXT_REQUEST_COMES
    }

    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *([0-9]+)");

    private final ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final URI platform;
    private final Closes closes;
    private final AtomicInteger connections = new AtomicInteger();

    ClosingFront(String platform, Closes closes) throws IOException {
        this.platform = URI.create(platform);
        this.closes = closes;
        start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.incrementAndGet();
                start(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            byte[] request = request(socket.getInputStream());
            if (request.length == 0) {
                return;
            }
            socket.getOutputStream().write(answer(request));
            socket.getOutputStream().flush();
            switch (closes) {
                case AT_ONCE -> {}
                case A_LITTLE_LATER -> {
                    socket.setSoTimeout(5);
                    socket.getInputStream().read();
                }
                case AS_THE_NEXT_REQUEST_COMES -> socket.getInputStream().read();
                default -> throw new IllegalStateException();
            }
        } catch (IOException e) {
            return; // the client went away, or nothing came in the little while
        }
    }

    /** Without what tells of connections: whole, up to its end. */
    private byte[] answer(byte[] request) throws IOException {
        String head = new String(request, StandardCharsets.ISO_8859_1).replaceFirst("\r\n", "\r\nX-Front: 1\r\n");
        head = head.replaceFirst("(?i)\r\nconnection: [^\r]*", "\r\nConnection: close");
        try (Socket upstream = new Socket(platform.getHost(), platform.getPort())) {
            upstream.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            upstream.getOutputStream().flush();
            String answer = new String(upstream.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return answer.replaceFirst("(?i)\r\nconnection: close", "").getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    /** Empty where there is none. */
    private static byte[] request(InputStream in) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        String head = "";
        while (!head.endsWith("\r\n\r\n")) {
            int one = in.read();
            if (one < 0) {
                return new byte[0];
            }
            read.write(one);
            head = read.toString(StandardCharsets.ISO_8859_1);
        }
        Matcher length = LENGTH.matcher(head);
        read.write(length.find() ? in.readNBytes(Integer.parseInt(length.group(1))) : new byte[0]);
        return read.toByteArray();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "closing-front");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
