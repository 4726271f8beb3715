package dev.freshwatch.http;

import static dev.freshwatch.http.NoAnswer.Kind.NOT_CONNECTED;
import static dev.freshwatch.http.NoAnswer.Kind.TOO_LATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshwatch.tls.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In which phase a call was when its time was over, and whose time that was: the caller's or that of one connection. */
class PhasesTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(400);

    /** A peer that lets a call come so far and no further. */
    private interface Stop extends AutoCloseable {
        URI uri();

        @Override
        void close() throws IOException;
    }

    private static Stop at(String phase) throws IOException {
        return switch (phase) {
            case "connecting" -> nobodyAccepts();
            case "securing" -> hangs("https");
            default -> hangs("http");
        };
    }

    private static Stop hangs(String scheme) throws IOException {
        RawServer server = RawServer.that(RawServer.Peer::hang);
        return stop(URI.create(server.uri("/").toString().replace("http:", scheme + ":")), server);
    }

    /** A listener whose queue is full: the kernel drops further attempts, so they neither succeed nor fail. */
    private static Stop nobodyAccepts() throws IOException {
        ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        Socket first = new Socket("127.0.0.1", full.getLocalPort());
        Socket second = new Socket("127.0.0.1", full.getLocalPort());
        return stop(URI.create("http://127.0.0.1:" + full.getLocalPort() + "/"), full, first, second);
    }

    private static Stop stop(URI uri, AutoCloseable... parts) {
        return new Stop() {
            @Override
            public URI uri() {
                return uri;
            }

            @Override
            public void close() throws IOException {
                for (AutoCloseable part : parts) {
                    try {
                        part.close();
                    } catch (IOException e) {
                        throw e;
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
        };
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "connecting, NOT_CONNECTED, no connection within 400 ms",
        "securing, NOT_CONNECTED, no TLS handshake within 400 ms",
        "asking, TOO_LATE, no answer within 400 ms",
    })
    void timeOfTheCallersOwnIsOverWhile(String phase, NoAnswer.Kind kind, String message) throws Exception {
        try (Stop peer = at(phase);
                Calls calls = new Calls(new HttpLimits(LONG, LONG, 1000, 1))) {
            NoAnswer none = fail(calls, peer.uri(), SHORT);
            assertThat(none).hasMessage(message);
            assertThat(none.kind()).isEqualTo(kind);
            assertThat(none.isOutOfTime()).isTrue();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "connecting, no connection within 400 ms",
        "securing, no TLS handshake within 400 ms",
    })
    void timeForOneConnectionIsOverWhile(String phase, String message) throws Exception {
        try (Stop peer = at(phase);
                Calls calls = new Calls(new HttpLimits(LONG, SHORT, 1000, 1))) {
            NoAnswer none = fail(calls, peer.uri(), LONG);
            assertThat(none).hasMessage(message);
            assertThat(none.kind()).isEqualTo(NOT_CONNECTED);
            assertThat(none.isOutOfTime()).as("time was left").isFalse();
        }
    }

    @Test
    void timeOfTheCallersOwnIsOverWhileANameIsLookedUp() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        BoundedHttpClient guard =
                new BoundedHttpClient(Trust.of(null, false), HttpLimits.of(LONG), new SlowNames(host -> {
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    throw new UnknownHostException(host);
                }));
        try (Calls calls = new Calls(guard)) {
            NoAnswer none = fail(calls, URI.create("http://esm.example/"), SHORT);
            assertThat(none).hasMessage("host name not resolved within 400 ms");
            assertThat(none.isOutOfTime()).isTrue();
        } finally {
            end.countDown();
        }
    }

    @Test
    void refusedIsNoMatterOfTime() throws Exception {
        int port;
        try (ServerSocket taken = new ServerSocket(0)) {
            port = taken.getLocalPort();
        }
        try (Calls calls = new Calls(HttpLimits.of(LONG))) {
            NoAnswer none = fail(calls, URI.create("http://127.0.0.1:" + port + "/"), LONG);
            assertThat(none.kind()).isEqualTo(NOT_CONNECTED).isNotEqualTo(TOO_LATE);
            assertThat(none.isOutOfTime()).isFalse();
        }
    }

    private static NoAnswer fail(Calls calls, URI uri, Duration timeout) {
        NoAnswer none = catchThrowableOfType(NoAnswer.class, () -> calls.http.call(Calls.get(uri, timeout)));
        assertThat(none).isNotNull();
        return none;
    }
}
