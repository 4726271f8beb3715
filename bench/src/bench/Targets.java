package bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/** Web pages on a loopback port that remember when each was asked for; some hang. */
final class Targets implements AutoCloseable {

    static final byte[] PAGE = ("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 46\r\n"
                    + "Connection: close\r\n\r\n<html><body><h1>Login</h1><p/></body></html>\n\n")
            .getBytes(StandardCharsets.US_ASCII);

    static final byte[] BROKEN =
            "HTTP/1.1 500 Broken\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket server;
    private final Predicate<String> hangs;
    private final Duration hang;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "target");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, List<Long>> arrivals = new TreeMap<>();
    private volatile Function<String, byte[]> answers = path -> PAGE;

    /** @param hangs which paths are answered only after this time */
    Targets(Predicate<String> hangs, Duration hang) throws IOException {
        this.hangs = hangs;
        this.hang = hang;
        server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    /** What paths are answered from now on, with the head. */
    void answer(Function<String, byte[]> other) {
        answers = other;
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                long now = System.nanoTime();
                threads.execute(() -> serve(socket, now));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket, long now) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String first = in.readLine();
            for (String line = first; line != null && !line.isEmpty(); line = in.readLine()) {
                // the whole head, so that closing resets nothing
            }
            if (first == null) {
                return;
            }
            String path = first.split(" ")[1];
            synchronized (arrivals) {
                arrivals.computeIfAbsent(path, any -> new ArrayList<>()).add(now);
            }
            if (hangs.test(path)) {
                TimeUnit.NANOSECONDS.sleep(hang.toNanos());
            }
            socket.getOutputStream().write(answers.apply(path));
        } catch (IOException e) {
            return; // the client went away, as one that waits no longer does
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** When each path that begins like this was asked for. */
    Map<String, List<Long>> arrivals(String prefix) {
        synchronized (arrivals) {
            Map<String, List<Long>> copy = new TreeMap<>();
            arrivals.forEach((path, times) -> {
                if (path.startsWith(prefix)) {
                    copy.put(path, List.copyOf(times));
                }
            });
            return copy;
        }
    }

    /** How many requests there were for paths that begin like this. */
    long count(String prefix) {
        return arrivals(prefix).values().stream().mapToLong(List::size).sum();
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
