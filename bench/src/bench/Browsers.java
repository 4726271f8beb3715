package bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Readers of the page: each request has a connection of its own, as the server wants it. */
final class Browsers implements AutoCloseable {

    private final int port;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "reader");
        thread.setDaemon(true);
        return thread;
    });

    Browsers(int port) {
        this.port = port;
    }

    /**
     * An answer.
     *
     * @param bytes  of its body
     * @param millis from before the connection to the last byte
     */
    record Answer(int status, int bytes, double millis) {}

    Answer get(String path, boolean compressed) throws IOException {
        long begun = System.nanoTime();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                    + (compressed ? "Accept-Encoding: gzip\r\n" : "") + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            byte[] all = in.readAllBytes();
            double millis = Figures.millis(System.nanoTime() - begun);
            String head = new String(all, 0, Math.min(all.length, 2000), StandardCharsets.ISO_8859_1);
            int end = head.indexOf("\r\n\r\n");
            if (end < 0) {
                throw new IOException(path + ": no whole answer");
            }
            return new Answer(Integer.parseInt(head.substring(9, 12)), all.length - end - 4, millis);
        }
    }

    /** The body as text. */
    String text(String path) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** All of these at the same time. */
    List<Answer> together(List<String> paths) throws Exception {
        List<Callable<Answer>> tasks = new ArrayList<>();
        paths.forEach(path -> tasks.add(() -> get(path, true)));
        List<Answer> answers = new ArrayList<>();
        for (Future<Answer> answer : threads.invokeAll(tasks)) {
            answers.add(answer.get());
        }
        return answers;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
