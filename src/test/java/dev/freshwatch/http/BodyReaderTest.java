package dev.freshwatch.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshwatch.http.HttpCaller.Call;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A body that is read while it arrives: within the same limits of time and size as one in memory. */
class BodyReaderTest {

    private static Calls calls;

    @BeforeAll
    static void start() throws Exception {
        calls = new Calls(Calls.limits());
    }

    @AfterAll
    static void stop() throws Exception {
        calls.close();
    }

    private static Call get(URI uri, Duration timeout, BodyReader reader) {
        return new Call("GET", uri, Map.of(), null, timeout, true, reader);
    }

    private static Reply call(RawServer server, BodyReader reader) throws NoAnswer {
        return calls.http.call(get(server.uri("/"), Duration.ofSeconds(60), reader));
    }

    private static String head(int length) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n";
    }

    @Test
    void theReaderHasTheBeginningBeforeTheEndIsThere() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        StringBuilder seen = new StringBuilder();
        try (RawServer server = RawServer.that(peer -> {
            peer.readRequest();
            peer.write(head(10) + "first");
            try {
                assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            peer.write(" last");
        })) {
            Reply reply = call(server, body -> {
                seen.append(new String(body.readNBytes(5), StandardCharsets.UTF_8));
                begun.countDown();
                seen.append(new String(body.readAllBytes(), StandardCharsets.UTF_8));
            });

            assertThat(seen).hasToString("first last");
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body()).isEmpty();
            assertThat(server.requests.get(0)).doesNotContain("Freshwatch-Reader");
        }
    }

    @Test
    void connectionIsKeptWhenAllWasReadAndClosedWhenNot() throws Exception {
        try (RawServer server = RawServer.answering(head(5) + "hello")) {
            call(server, InputStream::readAllBytes);
            call(server, InputStream::readAllBytes);
            assertThat(server.connections).hasValue(1);
            call(server, InputStream::read);
            call(server, InputStream::readAllBytes);
            assertThat(server.connections).hasValue(2);
        }
    }

    @Test
    void otherAnswersAreInMemory() throws Exception {
        AtomicInteger read = new AtomicInteger();
        try (RawServer server = RawServer.answering("HTTP/1.1 404 No\r\nContent-Length: 4\r\n\r\ngone")) {
            Reply reply = call(server, body -> read.incrementAndGet());

            assertThat(reply.text()).isEqualTo("gone");
            assertThat(read).hasValue(0);
        }
    }

    @Test
    void whatIsTooLongEndsTheCallHoweverItIsSent() throws Exception {
        try (RawServer told = RawServer.answering(head(HttpLimits.ONE_MIB + 1));
                RawServer endless = RawServer.that(peer -> {
                    peer.readRequest();
                    peer.write("HTTP/1.1 200 OK\r\n\r\n");
                    for (int i = 0; i < 4096; i++) {
                        peer.write(" ".repeat(1024));
                    }
                });
                RawServer bomb = RawServer.that(peer -> {
                    peer.readRequest();
                    peer.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n");
                    peer.write(zipped(new byte[8 << 20]));
                })) {
            for (RawServer server : new RawServer[] {told, endless, bomb}) {
                assertThatThrownBy(() -> call(server, InputStream::readAllBytes))
                        .isInstanceOf(NoAnswer.class)
                        .hasMessage("answer is longer than 1 MiB");
            }
        }
    }

    private static byte[] zipped(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(plain);
        }
        return bytes.toByteArray();
    }

    @Test
    void gzipIsUnpacked() throws Exception {
        byte[] zipped = zipped("hello".getBytes(StandardCharsets.UTF_8));
        StringBuilder seen = new StringBuilder();
        try (RawServer server = RawServer.that(peer -> {
            peer.readRequest();
            peer.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + zipped.length + "\r\n\r\n");
            peer.write(zipped);
        })) {
            call(server, body -> seen.append(new String(body.readAllBytes(), StandardCharsets.UTF_8)));
            assertThat(seen).hasToString("hello");
        }
    }

    @Test
    void aBodyThatBreaksOffOrHangsEndsTheCall() throws Exception {
        try (RawServer broken = RawServer.that(peer -> {
                    peer.readRequest();
                    peer.write(head(10) + "fi");
                });
                RawServer hanging = RawServer.that(peer -> {
                    peer.readRequest();
                    peer.write(head(10) + "fi");
                    peer.hang();
                })) {
            assertThatThrownBy(() -> call(broken, InputStream::readAllBytes))
                    .isInstanceOf(NoAnswer.class)
                    .hasMessage("answer broke off after 2 bytes");
            assertThatThrownBy(() ->
                            calls.http.call(get(hanging.uri("/"), Duration.ofSeconds(1), InputStream::readAllBytes)))
                    .isInstanceOf(NoAnswer.class)
                    .hasMessage("answer not complete within 1 s");
        }
    }
}
