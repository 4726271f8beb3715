package dev.freshwatch.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshwatch.MostlyWaits;
import dev.freshwatch.http.HttpCaller.Call;
import dev.freshwatch.tls.TestCertificates;
import dev.freshwatch.tls.Trust;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Peers that keep a connection by their words and close it by their deeds: no call may be lost by that. */
class KeptConnectionTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
    private static final int PAIRS = 30;

    @TempDir
    static Path folder;

    private static TestCertificates.Server identity;
    private static Calls calls;

    @BeforeAll
    static void start() throws Exception {
        TestCertificates ca = TestCertificates.in(folder);
        identity = ca.server("localhost");
        calls = new Calls(new BoundedHttpClient(Trust.of(ca.caFile(), false), Calls.limits()));
    }

    @AfterAll
    static void stop() throws Exception {
        calls.close();
    }

    private static RawServer.Behaviour afterOneAnswer(RawServer.Behaviour end) {
        return peer -> {
            if (peer.readRequest()) {
                peer.write(OK);
                end.serve(peer);
            }
        };
    }

    static Stream<Arguments> closingPeers() {
        return Stream.of(
                Arguments.of("closes at once", afterOneAnswer(peer -> {})),
                Arguments.of("closes after 10 ms", afterOneAnswer(peer -> peer.pause(10))),
                Arguments.of("resets after 10 ms", afterOneAnswer(peer -> {
                    peer.pause(10);
                    peer.reset();
                })),
                Arguments.of("ends its side alone and reads on", afterOneAnswer(peer -> {
                    peer.endOutput();
                    peer.hang();
                })),
                Arguments.of("closes as the next request comes", afterOneAnswer(RawServer.Peer::awaitRequest)),
                Arguments.of("resets as the next request comes", afterOneAnswer(peer -> {
                    peer.awaitRequest();
                    peer.reset();
                })),
                Arguments.of("reads the next request and closes", afterOneAnswer(RawServer.Peer::readRequest)),
                Arguments.of("says 408 after 10 ms and closes", afterOneAnswer(peer -> {
                    peer.pause(10);
                    peer.write("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
                })));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("closingPeers")
    @MostlyWaits
    void noGetIsLostOnAPeerThat(String name, RawServer.Behaviour behaviour) throws Exception {
        try (RawServer server = RawServer.that(behaviour)) {
            pairs(server);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("closingPeers")
    @MostlyWaits
    void noGetIsLostOnAPeerThatSpeaksTlsAnd(String name, RawServer.Behaviour behaviour) throws Exception {
        if (name.contains("its side alone")) {
            return; // TLS has no such thing
        }
        try (RawServer server = RawServer.speakingTls(identity.context().getServerSocketFactory(), behaviour)) {
            pairs(server);
        }
    }

    /** The second of each pair comes while the peer is about to close, or has closed. */
    private static void pairs(RawServer server) {
        List<String> lost = new ArrayList<>();
        for (int i = 0; i < 2 * PAIRS; i++) {
            try {
                Reply reply = calls.http.call(Calls.get(server.uri("/" + i), SOON));
                if (reply.status() != 200) {
                    lost.add(i + ": HTTP " + reply.status());
                }
            } catch (NoAnswer e) {
                lost.add(i + ": " + e.getMessage());
            }
        }
        assertThat(lost).isEmpty();
    }

    @Test
    void postThatMayBeRepeatedIsSentOnceMoreWithItsBody() throws Exception {
        try (RawServer server = RawServer.that(afterOneAnswer(RawServer.Peer::readRequest))) {
            Call search = new Call("POST", server.uri("/_search"), Map.of(), "{\"size\":1}", SOON, true);
            assertThat(calls.http.call(search).status()).isEqualTo(200);
            assertThat(calls.http.call(search).status()).isEqualTo(200);
            assertThat(server.requests).hasSize(3).allMatch(request -> request.endsWith("{\"size\":1}"));
        }
    }

    @Test
    void postThatMayNotIsNeverSentTwiceAndNotOnAConnectionOfSuchAPeerAgain() throws Exception {
        AtomicInteger lost = new AtomicInteger();
        try (RawServer server = RawServer.that(afterOneAnswer(RawServer.Peer::readRequest))) {
            URI uri = server.uri("/servers/restartDeadWorkers");
            for (int i = 0; i < 10; i++) {
                try {
                    calls.http.call(new Call("POST", uri, Map.of(), "{}", SOON));
                } catch (NoAnswer e) {
                    assertThat(e).hasMessage("connection was closed before an answer");
                    lost.incrementAndGet();
                }
            }
            assertThat(lost).as("the first one shows what the peer does").hasValue(1);
            assertThat(server.requests).hasSize(10);
        }
    }

    @Test
    void postOnAConnectionThatHasEndedIsSentOnANewOne() throws Exception {
        try (RawServer server = RawServer.that(afterOneAnswer(peer -> {}))) {
            for (int i = 0; i < PAIRS; i++) {
                calls.http.call(new Call("POST", server.uri("/login"), Map.of(), "{}", SOON));
                Awaitility.await().pollInterval(Duration.ofMillis(2)).until(() -> server.open() == 0);
            }
            assertThat(server.requests).hasSize(PAIRS);
        }
    }

    @Test
    void newConnectionThatIsClosedIsTheFaultOfThePeerAndNotTriedAgain() throws Exception {
        try (RawServer server = RawServer.that(RawServer.Peer::readRequest)) {
            NoAnswer failure =
                    catchThrowableOfType(NoAnswer.class, () -> calls.http.call(Calls.get(server.uri("/"), SOON)));
            assertThat(failure).hasMessage("connection was closed before an answer");
            assertThat(server.connections).hasValue(1);
        }
    }

    @Test
    void answerThatBeganIsNotAskedForAgain() throws Exception {
        AtomicInteger number = new AtomicInteger();
        try (RawServer server = RawServer.that(peer -> {
            while (peer.readRequest()) {
                if (number.incrementAndGet() == 2) {
                    peer.write("HTTP/1.1 200 OK\r\nContent-Type: x");
                    return;
                }
                peer.write(OK);
            }
        })) {
            calls.http.call(Calls.get(server.uri("/"), SOON));
            NoAnswer failure =
                    catchThrowableOfType(NoAnswer.class, () -> calls.http.call(Calls.get(server.uri("/"), SOON)));
            assertThat(failure).hasMessage("answer broke off within its headers");
            assertThat(server.requests).hasSize(2);
        }
    }

    @Test
    void timeOfACallGoesOnWhereItIsAskedAgain() throws Exception {
        AtomicInteger number = new AtomicInteger();
        try (RawServer server = RawServer.that(peer -> {
            if (number.getAndIncrement() == 0) {
                peer.readRequest();
                peer.write(OK);
                peer.awaitRequest();
            } else {
                peer.hang();
            }
        })) {
            calls.http.call(Calls.get(server.uri("/"), SOON));
            NoAnswer failure = catchThrowableOfType(
                    NoAnswer.class, () -> calls.http.call(Calls.get(server.uri("/"), Duration.ofMillis(700))));
            assertThat(failure).hasMessage("no answer within 700 ms");
            assertThat(server.connections).hasValue(2);
        }
    }

    @Test
    void manyAtOnceOnAPeerThatClosesLoseNothing() throws Exception {
        try (RawServer server = RawServer.that(afterOneAnswer(RawServer.Peer::awaitRequest))) {
            List<Thread> threads = new ArrayList<>();
            AtomicInteger good = new AtomicInteger();
            for (int i = 0; i < 10; i++) {
                Thread thread = new Thread(() -> {
                    for (int each = 0; each < 20; each++) {
                        good.addAndGet(isAnswered(server) ? 1 : 0);
                    }
                });
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(good).hasValue(200);
        }
    }

    private static boolean isAnswered(RawServer server) {
        try {
            return calls.http.call(Calls.get(server.uri("/"), SOON)).status() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
