package dev.freshwatch.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.config.SinkSettings.Format;
import dev.freshwatch.config.SinkSettings.Framing;
import dev.freshwatch.config.SinkSettings.Protocol;
import dev.freshwatch.config.SinkSettings.Security;
import dev.freshwatch.http.BoundedHttpClient;
import dev.freshwatch.http.HttpLimits;
import dev.freshwatch.sink.SinkOutcome.Retry;
import dev.freshwatch.tls.Trust;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Collectors and servers that demand a client certificate: with TLS 1.3 the refusal comes after our handshake is done, and
 * what was written meanwhile is taken by nobody.
 */
@Timeout(180)
class ClientCertificateTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private Certificates server;
    private Certificates ours;
    private Certificates strangers;

    @BeforeEach
    void make() throws Exception {
        server = Certificates.make(directory, "dns:localhost,ip:127.0.0.1");
        ours = Certificates.make(directory, "dns:watch.example");
        strangers = Certificates.make(directory, "dns:stranger.example");
    }

    private static SinkRoute syslog(int port, Trust trust) throws Exception {
        return SyslogSink.start(
                Protocol.TLS, Format.RFC5424, Framing.OCTET_COUNTING, "127.0.0.1", port, trust, PATIENCE);
    }

    /** Null = delivered. */
    private static SinkOutcome outcome(SinkRoute route) {
        try {
            route.send(Notices.problem());
            return null;
        } catch (Exception e) {
            assertThat(DeliveryProgress.of(e)).isEqualTo(DeliveryProgress.UNREACHED);
            return SinkOutcome.of(e, InstantSource.system());
        }
    }

    /** Nothing is delivered, whatever is seen of the refusal: the reset that follows it can overtake its alert. */
    private static void awaitRefusal(SinkRoute route, String reason) {
        await().pollInSameThread().until(() -> {
            SinkOutcome outcome = outcome(route);
            assertThat(outcome).isIn(new Retry(reason, null), new Retry("connection was lost", null));
            return outcome.equals(new Retry(reason, null));
        });
    }

    @Test
    void rsyslogTakesWhomItKnowsAndNothingIsDeliveredToOneThatDoesNot() throws Exception {
        try (Rsyslogd rsyslogd = Rsyslogd.mutualTls(directory, server, ours)) {
            try (SinkRoute nobody = syslog(rsyslogd.port(), server.trust())) {
                for (int tries = 0; tries < 3; tries++) {
                    awaitRefusal(nobody, "requires a client certificate; set sink.syslog.tls.cert-file");
                }
            }
            try (SinkRoute stranger = syslog(rsyslogd.port(), server.trustShowing(strangers))) {
                awaitRefusal(stranger, "rejects our client certificate (sink.syslog.tls.cert-file)");
            }
            try (SinkRoute known = syslog(rsyslogd.port(), server.trustShowing(ours))) {
                assertThat(outcome(known)).isNull();
                assertThat(outcome(known)).isNull();
            }
            await().untilAsserted(() -> assertThat(rsyslogd.received()).hasSize(2));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aServerOfTheJdkToo(String version) throws Exception {
        SSLContext context = server.serverFor(ours);
        try (SSLServerSocket listener = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            listener.setNeedClientAuth(true);
            listener.setEnabledProtocols(new String[] {version});
            Thread accepting = new Thread(() -> accept(listener));
            accepting.setDaemon(true);
            accepting.start();
            try (SinkRoute nobody = syslog(listener.getLocalPort(), server.trust());
                    SinkRoute known = syslog(listener.getLocalPort(), server.trustShowing(ours))) {
                assertThat(outcome(nobody)).isInstanceOf(Retry.class);
                assertThat(outcome(known)).isNull();
            }
        }
    }

    private static void accept(SSLServerSocket listener) {
        while (!listener.isClosed()) {
            try (SSLSocket connection = (SSLSocket) listener.accept()) {
                connection.startHandshake();
                connection.getInputStream().read(new byte[100]);
            } catch (java.io.IOException refused) {
                // who shows nothing is refused, and the next may come
                continue;
            }
        }
    }

    @Test
    void mailAndWebhookShowItToo() throws Exception {
        SSLContext context = server.serverFor(ours);
        try (SSLServerSocket listener = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            listener.setNeedClientAuth(true);
            Thread answering = new Thread(() -> answer(listener));
            answering.setDaemon(true);
            answering.start();
            var settings = new dev.freshwatch.config.SinkSettings.Webhook(
                    java.net.URI.create("https://127.0.0.1:" + listener.getLocalPort() + "/"),
                    null,
                    Map.of(),
                    PATIENCE,
                    dev.freshwatch.config.TlsSettings.DEFAULT);
            for (Trust trust : List.of(server.trust(), server.trustShowing(ours))) {
                try (SinkRoute route = SinkRoute.start(
                        "webhook",
                        Map.of(),
                        Map.of(
                                "webhookRequest",
                                new WebhookRequest(settings),
                                "webhookHttp",
                                new BoundedHttpClient(trust, HttpLimits.of(PATIENCE))))) {
                    boolean taken = true;
                    try {
                        route.send(Notices.problem());
                    } catch (Exception refused) {
                        taken = false;
                    }
                    assertThat(taken).isEqualTo(trust.showsOwn());
                }
            }
        }
        try (Peer mail = Peer.start(SmtpServer.withTls(server.serverFor(ours)));
                SinkRoute route = MailSink.start(
                        MailSink.settings(mail.port(), Security.TLS, "right", "soc@example.org"),
                        server.trustShowing(ours).context(),
                        PATIENCE)) {
            route.send(Notices.problem());
            assertThat(mail.next()).contains("Subject: [CRITICAL] ERC-1 events");
        }
    }

    private static void answer(SSLServerSocket listener) {
        while (!listener.isClosed()) {
            try (SSLSocket connection = (SSLSocket) listener.accept()) {
                connection.getInputStream().read(new byte[10_000]);
                connection
                        .getOutputStream()
                        .write("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
            } catch (java.io.IOException refused) {
                // who shows nothing is refused, and the next may come
                continue;
            }
        }
    }
}
