package dev.freshwatch.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy that makes tunnels, or refuses them all. */
final class ConnectProxy implements AutoCloseable {

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final String refusal;
    final List<String> requests = new CopyOnWriteArrayList<>();

    /** @param refusal the status line of every answer; null = tunnels are made */
    ConnectProxy(String refusal) throws IOException {
        this.refusal = refusal;
        run(() -> {
            while (true) {
                Socket client = listening.accept();
                run(() -> serve(client));
            }
        });
    }

    String url() {
        return "http://127.0.0.1:" + listening.getLocalPort();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void run(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // one of the two ends has closed the connection, or the test has ended
                        Thread.currentThread().interrupt();
                    }
                },
                "connect-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket client) throws IOException {
        try (client) {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) client.getInputStream().read());
            }
            String line = head.substring(0, head.indexOf("\r\n"));
            requests.add(line);
            if (refusal != null) {
                answer(client, refusal);
                return;
            }
            String[] target = line.split(" ")[1].split(":");
            try (Socket server = new Socket(target[0], Integer.parseInt(target[1]))) {
                answer(client, "HTTP/1.1 200 Connection established");
                run(() -> copy(client.getInputStream(), server.getOutputStream()));
                copy(server.getInputStream(), client.getOutputStream());
            }
        }
    }

    private static void answer(Socket client, String status) throws IOException {
        client.getOutputStream().write((status + "\r\nContent-Length: 0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        from.transferTo(to);
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
