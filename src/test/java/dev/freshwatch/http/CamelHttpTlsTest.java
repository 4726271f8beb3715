package dev.freshwatch.http;

import static dev.freshwatch.http.NoAnswer.Kind.BROKEN;
import static dev.freshwatch.http.NoAnswer.Kind.NOT_CONNECTED;
import static dev.freshwatch.http.NoAnswer.Kind.TOO_LATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshwatch.MostlyWaits;
import dev.freshwatch.tls.TestCertificates;
import dev.freshwatch.tls.Trust;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CamelHttpTlsTest {

    private static final Duration TIMEOUT = Duration.ofMillis(700);
    private static final RawServer.Behaviour POLITE = peer -> {
        while (peer.readRequest()) {
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
        }
    };

    @TempDir
    static Path folder;

    private static TestCertificates ca;
    private static TestCertificates.Server right;
    private static TestCertificates.Server wrong;

    @BeforeAll
    static void makeCertificates() {
        ca = TestCertificates.in(folder);
        right = ca.server("localhost");
        wrong = ca.server("wrong.example");
    }

    @Test
    void certificateOfTheOwnCaIsAcceptedAndTheConnectionKept() throws Exception {
        try (RawServer server = tls(right, POLITE);
                Calls calls = calls(Trust.of(ca.caFile(), false))) {
            assertThat(get(calls, server.uri("/")).text()).isEqualTo("{}");
            assertThat(get(calls, server.uri("/")).status()).isEqualTo(200);
            assertThat(server.connections).hasValue(1);
        }
    }

    @Test
    void certificateOfAnUnknownCaIsNotTrusted() throws Exception {
        try (RawServer server = tls(right, POLITE);
                Calls calls = calls(Trust.of(null, false))) {
            NoAnswer failure = fail(calls, server.uri("/"));
            assertThat(failure).hasMessage("certificate is not trusted: it does not lead to a known CA");
            assertThat(failure.kind()).isEqualTo(NOT_CONNECTED);
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void certificateForAnotherNameIsRefusedBeforeAnythingIsSent() throws Exception {
        try (RawServer server = tls(wrong, POLITE);
                Calls calls = calls(Trust.of(ca.caFile(), false))) {
            NoAnswer failure = fail(calls, server.uri("/"));
            assertThat(failure).hasMessage("host name does not match the certificate");
            assertThat(failure.kind()).isEqualTo(NOT_CONNECTED);
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void expiredCertificateIsNotTrusted() throws Exception {
        try (RawServer server = tls(ca.expired("localhost"), POLITE);
                Calls calls = calls(Trust.of(ca.caFile(), false))) {
            assertThat(fail(calls, server.uri("/"))).hasMessage("certificate is not trusted: it has expired");
        }
    }

    @Test
    void insecureAcceptsAnyCertificateUnderAnyName() throws Exception {
        try (RawServer server = tls(wrong, POLITE);
                Calls calls = calls(Trust.of(null, true))) {
            assertThat(get(calls, server.uri("/")).status()).isEqualTo(200);
        }
    }

    @Test
    void serverCertificateItselfMayBeTheCaFile() throws Exception {
        try (RawServer server = tls(right, POLITE);
                Calls calls = calls(Trust.of(right.certificateFile(), false))) {
            assertThat(get(calls, server.uri("/")).status()).isEqualTo(200);
        }
    }

    @Test
    @MostlyWaits
    void peerThatSpeaksNoTlsIsSaid() throws Exception {
        try (RawServer server = RawServer.answering("HTTP/1.1 400 Bad\r\nContent-Length: 0\r\n\r\n");
                Calls calls = calls(Trust.of(null, false))) {
            URI uri = URI.create(server.uri("/").toString().replace("http:", "https:"));
            // it waits for more of what it takes for a request
            NoAnswer failure = fail(calls, uri, Duration.ofSeconds(2));
            assertThat(failure.kind()).isIn(NOT_CONNECTED);
            assertThat(failure).hasMessageStartingWith("no TLS");
        }
    }

    @Test
    void plainCallToATlsPortIsNotTakenForAnAnswer() throws Exception {
        try (RawServer server = tls(right, POLITE);
                Calls calls = calls(Trust.of(null, false))) {
            URI uri = URI.create(server.uri("/").toString().replace("https:", "http:"));
            assertThat(fail(calls, uri).kind()).isIn(BROKEN, NoAnswer.Kind.DROPPED);
        }
    }

    @Test
    void handshakeThatHangsIsCutAtTheDeadline() throws Exception {
        cutInTheHandshake(RawServer.Peer::hang);
    }

    @Test
    void handshakeThatDripsIsCutAtTheDeadline() throws Exception {
        // a TLS record that announces 16 kB of handshake and brings a byte at a time
        cutInTheHandshake(peer -> {
            peer.write(new byte[] {22, 3, 3, 0x40, 0, 2, 0, 0x3f, (byte) 0xf0});
            peer.drip("x");
        });
    }

    private static void cutInTheHandshake(RawServer.Behaviour behaviour) throws Exception {
        try (RawServer server = RawServer.that(behaviour);
                Calls calls = calls(Trust.of(null, false))) {
            URI uri = URI.create(server.uri("/").toString().replace("http:", "https:"));
            long start = System.nanoTime();
            NoAnswer failure = fail(calls, uri, TIMEOUT);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Calls.LATE);
            assertThat(failure).hasMessage("no TLS handshake within 700 ms");
            assertThat(failure.kind()).isEqualTo(NOT_CONNECTED);
            Awaitility.await().until(() -> server.open() == 0);
        }
    }

    @Test
    void handshakeThatIsClosedIsSaid() throws Exception {
        try (RawServer server = RawServer.that(peer -> {});
                Calls calls = calls(Trust.of(null, false))) {
            URI uri = URI.create(server.uri("/").toString().replace("http:", "https:"));
            assertThat(fail(calls, uri)).hasMessage("connection was closed during the TLS handshake");
        }
    }

    @Test
    @MostlyWaits
    void answerThatDripsInsideTlsIsCutAtTheDeadline() throws Exception {
        RawServer.Behaviour slow = peer -> {
            peer.readRequest();
            peer.drip("HTTP/1.1 200 ");
        };
        try (RawServer server = tls(right, slow);
                Calls calls = calls(Trust.of(ca.caFile(), false))) {
            // time enough for the handshake of a JVM that has just started
            NoAnswer failure = fail(calls, server.uri("/"), Duration.ofSeconds(2));
            assertThat(failure).hasMessage("answer not complete within 2 s");
            assertThat(failure.kind()).isEqualTo(TOO_LATE);
            Awaitility.await().until(() -> server.open() == 0);
        }
    }

    private static Calls calls(Trust trust) throws Exception {
        return new Calls(new BoundedHttpClient(trust, Calls.limits()));
    }

    private static RawServer tls(TestCertificates.Server identity, RawServer.Behaviour behaviour) throws IOException {
        return RawServer.speakingTls(identity.context().getServerSocketFactory(), behaviour);
    }

    private static Reply get(Calls calls, URI uri) throws NoAnswer {
        return calls.http.call(Calls.get(uri, Duration.ofSeconds(60)));
    }

    private static NoAnswer fail(Calls calls, URI uri) {
        return fail(calls, uri, Duration.ofSeconds(60));
    }

    private static NoAnswer fail(Calls calls, URI uri, Duration timeout) {
        NoAnswer failure = catchThrowableOfType(NoAnswer.class, () -> calls.http.call(Calls.get(uri, timeout)));
        assertThat(failure).isNotNull();
        return failure;
    }
}
