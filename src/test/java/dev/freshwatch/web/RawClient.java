package dev.freshwatch.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Says to a server whatever a test wants said, byte for byte. */
public final class RawClient implements AutoCloseable {

    private final List<Socket> sockets = new ArrayList<>();

    public synchronized Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(60_000);
        sockets.add(socket);
        return socket;
    }

    public Socket begin(int port, String request) throws IOException {
        Socket socket = connect(port);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    /** Sends this as it is, and reads until the server closes. */
    public String say(int port, String request) throws IOException {
        return rest(begin(port, request));
    }

    public static String rest(Socket socket) throws IOException {
        try (InputStream in = socket.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    public String get(int port, String path, String... headers) throws IOException {
        return say(port, request("GET", path, headers) + "\r\n");
    }

    /** The head of a request, without its end. */
    public static String request(String method, String path, String... headers) {
        String head = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + head;
    }

    public static String basic(String login) {
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    /** The value of a header; null = there is none. */
    public static String header(String answer, String name) {
        return answer.lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse(null);
    }

    public static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    @Override
    public synchronized void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
