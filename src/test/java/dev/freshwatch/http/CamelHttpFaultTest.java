package dev.freshwatch.http;

import static dev.freshwatch.http.NoAnswer.Kind.BROKEN;
import static dev.freshwatch.http.NoAnswer.Kind.DROPPED;
import static dev.freshwatch.http.NoAnswer.Kind.NOT_CONNECTED;
import static dev.freshwatch.http.NoAnswer.Kind.TOO_LATE;
import static dev.freshwatch.http.NoAnswer.Kind.TOO_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshwatch.MostlyWaits;
import dev.freshwatch.tls.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each fault of a peer becomes, over real sockets. */
class CamelHttpFaultTest {

    /** What ends at it gets nothing at all from its peer. */
    private static final Duration TIMEOUT = Duration.ofMillis(600);
    /** What ends at it must have had the beginning of an answer by then. */
    private static final Duration BEGUN = Duration.ofSeconds(2);
    /** What must not end at it. */
    private static final Duration LONG = Duration.ofSeconds(60);

    private static final int LIMIT = 64 * 1024;
    private static final String HEAD = "HTTP/1.1 200 OK\r\n";

    private static Calls calls;

    @BeforeAll
    static void start() throws Exception {
        calls = new Calls(Calls.limits().withMaxBytes(LIMIT));
    }

    @AfterAll
    static void stop() throws Exception {
        calls.close();
    }

    private static Arguments row(String name, NoAnswer.Kind kind, String message, RawServer.Behaviour behaviour) {
        return Arguments.of(name, kind, message, behaviour);
    }

    private static RawServer.Behaviour after(String answer) {
        return peer -> {
            peer.readRequest();
            peer.write(answer);
        };
    }

    static Stream<Arguments> faults() throws IOException {
        byte[] bomb = CamelHttpTest.gzip("0".repeat(10_000_000));
        return Stream.of(
                row("hangs after accept", TOO_LATE, "no answer within 600 ms", RawServer.Peer::hang),
                row("hangs after request", TOO_LATE, "no answer within 600 ms", peer -> {
                    peer.readRequest();
                    peer.hang();
                }),
                row("drips its status line", TOO_LATE, "answer not complete within 2 s", peer -> {
                    peer.readRequest();
                    peer.drip("HTTP/1.1 200 this status line takes for ever");
                }),
                row("drips its headers", TOO_LATE, "answer not complete within 2 s", peer -> {
                    peer.readRequest();
                    peer.write(HEAD);
                    peer.drip("X-Slow: 1\r\n");
                }),
                row("drips its body", TOO_LATE, "answer not complete within 2 s", peer -> {
                    peer.readRequest();
                    peer.write(HEAD + "Content-Length: 1000\r\n\r\n");
                    peer.drip("{}");
                }),
                row("drips its chunks", TOO_LATE, "answer not complete within 2 s", peer -> {
                    peer.readRequest();
                    peer.write(HEAD + "Transfer-Encoding: chunked\r\n\r\n");
                    peer.drip("1\r\nx\r\n");
                }),
                row("says 100 Continue for ever", TOO_LATE, "answer not complete within 2 s", peer -> {
                    peer.readRequest();
                    peer.drip("HTTP/1.1 100 Continue\r\n\r\n");
                }),
                row("closes at once", DROPPED, "connection was closed before an answer", peer -> {}),
                row("closes after request", DROPPED, "connection was closed before an answer", after("")),
                row("resets after request", DROPPED, "connection was closed before an answer", peer -> {
                    peer.readRequest();
                    peer.reset();
                }),
                row("breaks off in the status line", BROKEN, "answer is not HTTP", after("HTT")),
                row(
                        "breaks off in the headers",
                        BROKEN,
                        "answer broke off within its headers",
                        after(HEAD + "X: 1\r\n")),
                row("breaks off in a header", BROKEN, "answer broke off within its headers", after(HEAD + "X: 1")),
                row("resets in the headers", BROKEN, "answer broke off within its headers", peer -> {
                    peer.readRequest();
                    peer.write(HEAD + "X: 1\r\n");
                    peer.awaitRead();
                    peer.reset();
                }),
                row(
                        "truncates a body of known length",
                        BROKEN,
                        "answer broke off after 10 bytes",
                        after(HEAD + "Content-Length: 100\r\n\r\n0123456789")),
                row(
                        "truncates in a chunk",
                        BROKEN,
                        "answer broke off after 3 bytes",
                        after(HEAD + "Transfer-Encoding: chunked\r\n\r\na\r\n012")),
                row(
                        "leaves out the last chunk",
                        BROKEN,
                        "answer broke off after 4 bytes",
                        after(HEAD + "Transfer-Encoding: chunked\r\n\r\n4\r\n0123\r\n")),
                row(
                        "sends a bad chunk size",
                        BROKEN,
                        "answer broke off after 0 bytes",
                        after(HEAD + "Transfer-Encoding: chunked\r\n\r\nzz\r\n0123\r\n")),
                row("speaks SMTP", BROKEN, "answer is not HTTP", after("220 mail.example ESMTP\r\n")),
                row("speaks HTTP/3", BROKEN, "answer is not HTTP", after("HTTP/3.0 200 OK\r\n\r\n")),
                row("sends noise", BROKEN, "answer is not HTTP", after("\u0001\u0002\u0003\u0004\r\n\r\n")),
                row(
                        "sends an endless line",
                        TOO_LONG,
                        "answer has headers that are too long or too many",
                        after(HEAD + "X: " + "x".repeat(40_000))),
                row(
                        "sends too many headers",
                        TOO_LONG,
                        "answer has headers that are too long or too many",
                        after(HEAD + "X: 1\r\n".repeat(1000))),
                row(
                        "announces too much",
                        TOO_LONG,
                        "answer is longer than 64 KiB",
                        after(HEAD + "Content-Length: 65537\r\n\r\n")),
                row("sends too much", TOO_LONG, "answer is longer than 64 KiB", peer -> {
                    peer.readRequest();
                    peer.write(HEAD + "\r\n");
                    for (int i = 0; i < 100_000; i++) {
                        peer.write("x".repeat(1000));
                    }
                }),
                row("sends a gzip bomb", TOO_LONG, "answer is longer than 64 KiB", peer -> {
                    peer.readRequest();
                    peer.write(HEAD + "Content-Encoding: gzip\r\nContent-Length: " + bomb.length + "\r\n\r\n");
                    peer.write(bomb);
                }),
                row("sends gzip that ends early", BROKEN, "answer broke off after 20 bytes", peer -> {
                    peer.readRequest();
                    peer.write(HEAD + "Content-Encoding: gzip\r\nContent-Length: 20\r\n\r\n");
                    peer.write(Arrays.copyOf(bomb, 20));
                }),
                row(
                        "claims to be gzip but is not",
                        BROKEN,
                        "answer claims to be gzip but is not",
                        after(HEAD + "Content-Encoding: gzip\r\nContent-Length: 12\r\n\r\n<html></html")),
                row(
                        "compresses in its own way",
                        BROKEN,
                        "answer is compressed (br  x), which was not asked for",
                        after(HEAD + "Content-Encoding: br\u0001 x\r\nContent-Length: 2\r\n\r\n{}")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    @MostlyWaits
    void peerThat(String name, NoAnswer.Kind kind, String message, RawServer.Behaviour behaviour) throws Exception {
        try (RawServer server = RawServer.that(behaviour)) {
            long start = System.nanoTime();
            Duration limit = kind != TOO_LATE ? LONG : message.startsWith("no answer") ? TIMEOUT : BEGUN;
            NoAnswer failure = fail(server.uri("/rs/esm/login?password=s3cr3t"), limit);
            Duration took = Duration.ofNanos(System.nanoTime() - start);

            assertThat(failure).hasMessage(message).hasNoCause();
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(took).as("the deadline holds to the last byte").isLessThan(Calls.LATE);
            assertThat(server.connections).as("nothing is tried again").hasValue(1);
            Awaitility.await().until(() -> server.open() == 0);
        }
    }

    @Test
    void refusedConnectionIsSaid() throws Exception {
        int port;
        try (ServerSocket taken = new ServerSocket(0)) {
            port = taken.getLocalPort();
        }
        NoAnswer failure = fail(URI.create("http://localhost:" + port + "/"), LONG);
        assertThat(failure).hasMessage("connection refused");
        assertThat(failure.kind()).isEqualTo(NOT_CONNECTED);
    }

    @Test
    void unknownHostIsSaid() throws Exception {
        BoundedHttpClient guard = new BoundedHttpClient(Trust.of(null, false), Calls.limits(), new SlowNames(host -> {
            throw new UnknownHostException(host);
        }));
        try (Calls own = new Calls(guard)) {
            NoAnswer failure = catchThrowableOfType(
                    NoAnswer.class, () -> own.http.call(Calls.get(URI.create("http://esm.example/"), TIMEOUT)));
            assertThat(failure).hasMessage("unknown host");
            assertThat(failure.kind()).isEqualTo(NOT_CONNECTED);
        }
    }

    @Test
    void nameLookupThatHangsIsCutAtTheDeadline() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        BoundedHttpClient guard = new BoundedHttpClient(Trust.of(null, false), Calls.limits(), new SlowNames(host -> {
            awaitUninterruptibly(end);
            throw new UnknownHostException(host);
        }));
        try (Calls own = new Calls(guard)) {
            long start = System.nanoTime();
            NoAnswer failure = catchThrowableOfType(
                    NoAnswer.class, () -> own.http.call(Calls.get(URI.create("http://esm.example/"), TIMEOUT)));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Calls.LATE);
            assertThat(failure).hasMessage("host name not resolved within 600 ms");
        } finally {
            end.countDown();
        }
    }

    @Test
    void connectionThatNobodyAnswersIsCutAtTheDeadline() throws Exception {
        // a listener whose queue is full: the kernel drops further attempts, so they neither succeed nor fail
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                Socket first = new Socket("127.0.0.1", full.getLocalPort());
                Socket second = new Socket("127.0.0.1", full.getLocalPort())) {
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            NoAnswer failure = fail(URI.create("http://127.0.0.1:" + full.getLocalPort() + "/"), TIMEOUT);
            assertThat(failure).hasMessage("no connection within 600 ms");
            assertThat(failure.kind()).isEqualTo(NOT_CONNECTED);
        }
    }

    @Test
    void stoppedRouteIsSaidAtOnce() throws Exception {
        try (Calls own = new Calls(Calls.limits())) {
            own.stopTheRoute();
            long start = System.nanoTime();
            NoAnswer failure = catchThrowableOfType(
                    NoAnswer.class, () -> own.http.call(Calls.get(URI.create("http://localhost:1/"), LONG)));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Calls.LATE);
            assertThat(failure).hasMessageStartingWith("the call could not be made (");
        }
    }

    private static NoAnswer fail(URI uri, Duration timeout) {
        NoAnswer failure = catchThrowableOfType(NoAnswer.class, () -> calls.http.call(Calls.get(uri, timeout)));
        assertThat(failure).isNotNull();
        return failure;
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
