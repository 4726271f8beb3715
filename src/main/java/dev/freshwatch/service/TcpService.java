package dev.freshwatch.service;

import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Answered;
import dev.freshwatch.freshness.Observation.Down;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.platform.ConnectFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code service-tcp}: whether a port accepts connections. Nothing is sent.
 *
 * @param limit from name resolution to the connection
 */
record TcpService(Question question, Duration every, String host, int port, Duration limit) implements SingleService {

    @Override
    public Optional<String> askedHost() {
        return Optional.of(host);
    }

    @Override
    public Observation observe(ServiceTools tools) throws InterruptedException {
        long start = System.nanoTime();
        try (Socket socket = new Socket()) {
            tools.within().call(question.check(), limit, socket, () -> {
                connect(socket, host, port, limit);
                return null;
            });
            return new Answered("port " + port + " accepts connections", since(start));
        } catch (IOException e) {
            return new Down(ConnectFailure.words(e, limit), since(start));
        }
    }

    /** Connects to the first address of the host. */
    static void connect(Socket socket, String host, int port, Duration limit) throws IOException {
        socket.connect(new InetSocketAddress(host, port), (int) limit.toMillis());
    }

    static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
