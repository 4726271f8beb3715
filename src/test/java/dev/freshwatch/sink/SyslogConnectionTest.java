package dev.freshwatch.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.alert.Notice;
import dev.freshwatch.config.SinkSettings.Format;
import dev.freshwatch.config.SinkSettings.Framing;
import dev.freshwatch.config.SinkSettings.Protocol;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The syslog route against peers that misbehave, and its bytes as they are on the wire. */
@Timeout(180)
class SyslogConnectionTest {

    /** Of sends that are to fail by it; those that are to succeed get more. */
    private static final Duration WRITE_TIMEOUT = Duration.ofMillis(700);

    @TempDir
    Path directory;

    @Test
    void datagramHoldsOneMessageAndNothingElse() throws Exception {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
                SinkRoute route = SyslogSink.start(Protocol.UDP, Framing.OCTET_COUNTING, socket.getLocalPort())) {
            socket.setSoTimeout(60_000);
            route.send(Notices.problem());
            route.send(Notices.problem("n".repeat(9000)));

            assertThat(datagram(socket))
                    .startsWith(
                            "<130>1 2026-11-20T17:00:00.123Z watch.example freshwatch 42 PROBLEM [freshwatch@32473 ")
                    .endsWith("] ERC-1: newest event is 47 min old (limit 20 min)");
            assertThat(datagram(socket).getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(2048);
        }
    }

    @Test
    void nobodyThereIsNotNoticedOverUdp() throws Exception {
        try (SinkRoute route = SyslogSink.start(Protocol.UDP, Framing.OCTET_COUNTING, closedPort())) {
            for (int i = 0; i < 20; i++) {
                route.send(Notices.problem());
            }
        }
    }

    @Test
    void unknownHostFails() throws Exception {
        for (Protocol protocol : List.of(Protocol.UDP, Protocol.TCP)) {
            try (SinkRoute route = SyslogSink.start(
                    protocol,
                    Format.RFC5424,
                    Framing.OCTET_COUNTING,
                    "no-such-host.invalid",
                    514,
                    null,
                    WRITE_TIMEOUT)) {
                // Netty's pool forgets the cause where the look-up fails before it looks at the new connection.
                assertThat(outcome(route))
                        .isIn(
                                new SinkOutcome.Retry("host name cannot be resolved", null),
                                new SinkOutcome.Retry("no connection", null));
                assertThat(progress(route)).isEqualTo(DeliveryProgress.UNREACHED);
            }
        }
    }

    @Test
    void severalMessagesShareOneConnectionInTheirOrder() throws Exception {
        try (Peer peer = Peer.start(Peer.frames());
                SinkRoute route = SyslogSink.start(Protocol.TCP, Framing.OCTET_COUNTING, peer.port())) {
            for (int i = 0; i < 50; i++) {
                route.send(numbered(i));
            }
            for (int i = 0; i < 50; i++) {
                assertThat(peer.next()).contains(" id=\"" + i + "\"");
            }
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    @Test
    void notMoreThanOneConnectionAlsoForManyAtOnce() throws Exception {
        try (Peer peer = Peer.start(Peer.lines());
                SinkRoute route = SyslogSink.start(Protocol.TCP, Framing.NEWLINE, peer.port())) {
            List<CompletableFuture<Void>> sends = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Notice notice = numbered(i);
                sends.add(CompletableFuture.runAsync(() -> sendUnchecked(route, notice)));
            }
            CompletableFuture.allOf(sends.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
            for (int i = 0; i < 40; i++) {
                assertThat(peer.next()).startsWith("<130>1 ").contains("] ERC-1: newest");
            }
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    @Test
    void refusedConnectionFailsAndTheNextOneIsTriedAfresh() throws Exception {
        int port = closedPort();
        try (SinkRoute route = SyslogSink.start(Protocol.TCP, Framing.OCTET_COUNTING, port)) {
            for (int i = 0; i < 5; i++) {
                assertThat(outcome(route)).isEqualTo(new SinkOutcome.Retry("no connection", null));
                assertThat(progress(route)).isEqualTo(DeliveryProgress.UNREACHED);
            }
        }
    }

    @Test
    void whatIsSentAfterThePeerClosedWhileIdleIsNotLost() throws Exception {
        try (Peer peer = Peer.start(Peer.oneFrame());
                SinkRoute route = SyslogSink.reconnecting(Framing.OCTET_COUNTING, peer.port())) {
            for (int i = 0; i < 200; i++) {
                sendTwiceIfNeeded(route, numbered(i));
                assertThat(peer.next()).contains(" id=\"" + i + "\"");
            }
        }
    }

    @Test
    void peerThatTakesTheConnectionAndNeverReadsEndsInAFailure() throws Exception {
        try (Peer peer = Peer.start(4096, Peer.deaf());
                SinkRoute route = start(Protocol.TCP, peer.port())) {
            SinkOutcome outcome = null;
            // until the buffers of both kernels are full; the limit itself is tested on a clock of its own
            for (int i = 0; i < 5000 && outcome == null; i++) {
                outcome = outcomeOrTaken(route, Notices.problem("n".repeat(256)));
            }
            assertThat(outcome).isEqualTo(new SinkOutcome.Retry("no answer in time", null));
            // and the connection that hung is not used again; on a busy machine the next message may be late, too, and
            // the peer may see the connection after it
            outcomeOrTaken(route, Notices.problem());
            await().untilAsserted(() -> assertThat(peer.connections()).isEqualTo(2));
        }
    }

    @Test
    void peerThatNeverAnswersTheTlsHandshakeEndsInAFailure() throws Exception {
        try (Peer peer = Peer.start(Peer.deaf());
                SinkRoute route = start(Protocol.TLS, peer.port())) {
            assertThat(outcome(route)).isEqualTo(new SinkOutcome.Retry("no answer in time", null));
        }
    }

    @Test
    void peerThatDoesNotSpeakTlsEndsInAFailure() throws Exception {
        try (Peer peer = Peer.start((self, connection) -> {
                    connection.getOutputStream().write("220 mail ready\r\n".getBytes(StandardCharsets.US_ASCII));
                    connection.getOutputStream().flush();
                    // all of it: closing with something unread is a reset, which may overtake the answer
                    connection.getInputStream().transferTo(OutputStream.nullOutputStream());
                });
                SinkRoute route = start(Protocol.TLS, peer.port())) {
            assertThat(outcome(route)).isEqualTo(new SinkOutcome.Retry("no trusted TLS connection", null));
        }
    }

    @Test
    void frozenCollectorLosesNothingOnceItRunsAgain() throws Exception {
        try (Rsyslogd rsyslogd = Rsyslogd.tcp(directory);
                SinkRoute route = SyslogSink.start(Protocol.TCP, Framing.OCTET_COUNTING, rsyslogd.port())) {
            route.send(numbered(0));
            rsyslogd.await(1);
            rsyslogd.freeze();
            for (int i = 1; i < 20; i++) {
                route.send(numbered(i));
            }
            rsyslogd.resume();
            assertThat(rsyslogd.await(20)).hasSize(20);
        }
    }

    @Test
    void lessThanNoTrustIsRefusedAtTheStart() {
        assertThatThrownBy(() -> start(Protocol.TLS, 6514, null)).hasMessageContaining("tls");
    }

    private SinkRoute start(Protocol protocol, int port) throws Exception {
        return start(protocol, port, protocol == Protocol.TLS ? Certificates.make(directory, "ip:127.0.0.1") : null);
    }

    private static SinkRoute start(Protocol protocol, int port, Certificates trusted) throws Exception {
        return SyslogSink.start(
                protocol,
                Format.RFC5424,
                Framing.OCTET_COUNTING,
                "127.0.0.1",
                port,
                trusted == null ? null : trusted.trust(),
                WRITE_TIMEOUT);
    }

    /** A failure that is told is no loss: the outbox sends it again. */
    private static void sendTwiceIfNeeded(SinkRoute route, Notice notice) throws Exception {
        try {
            route.send(notice);
        } catch (Exception e) {
            assertThat(SinkOutcome.of(e, InstantSource.system()))
                    .isEqualTo(new SinkOutcome.Retry("connection was lost", null));
            route.send(notice);
        }
    }

    private static DeliveryProgress progress(SinkRoute route) {
        try {
            route.send(Notices.problem());
        } catch (Exception e) {
            return DeliveryProgress.of(e);
        }
        throw new AssertionError("was taken");
    }

    @Test
    void aConnectionThatWasClosedWhileIdleHasNothingOfTheNextMessage() throws Exception {
        try (Peer peer = Peer.start(Peer.oneFrame());
                SinkRoute route = SyslogSink.reconnecting(Framing.OCTET_COUNTING, peer.port())) {
            DeliveryProgress progress = null;
            for (int i = 0; i < 200 && progress != DeliveryProgress.UNREACHED; i++) {
                try {
                    route.send(numbered(i));
                    peer.next();
                } catch (Exception e) {
                    progress = DeliveryProgress.of(e);
                }
            }
            assertThat(progress).isEqualTo(DeliveryProgress.UNREACHED);
        }
    }

    private static SinkOutcome outcome(SinkRoute route) {
        SinkOutcome outcome = outcomeOrTaken(route, Notices.problem());
        assertThat(outcome).as("was taken").isNotNull();
        return outcome;
    }

    /** @return null where it was taken */
    private static SinkOutcome outcomeOrTaken(SinkRoute route, Notice notice) {
        try {
            route.send(notice);
            return null;
        } catch (Exception e) {
            return SinkOutcome.of(e, InstantSource.system());
        }
    }

    private static void sendUnchecked(SinkRoute route, Notice notice) {
        try {
            route.send(notice);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Notice numbered(int number) {
        Notice notice = Notices.problem();
        return Notices.notice(Integer.toString(number), notice.kind(), notice.finding());
    }

    private static String datagram(DatagramSocket socket) throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    private static int closedPort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
