package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.app.DrillOutcome;
import dev.freshwatch.app.DrillRun;
import dev.freshwatch.http.RawServer;
import dev.freshwatch.tls.TestCertificates;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Typical mistakes in the configuration of the sinks: a drill names the key, and what to write instead. */
class SinkMistakesTest {

    /** A drill that is not accepted is tried until then, or until every sink has failed once. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String OWN_CA =
            "certificate is not trusted: it does not lead to a known CA; sink.%s.tls.ca-file"
                    + " must name the CA, or the certificate itself if it is self-signed";

    @TempDir
    private static Path keys;

    private static TestCertificates certificates;

    @TempDir
    private Path directory;

    @BeforeAll
    static void makeCertificates() {
        certificates = TestCertificates.in(keys);
    }

    /** All sinks to one port. */
    private Folder folder(String host, int port, String webhook, String syslog, String mail) {
        return new Folder(directory)
                .set("esm.soc.url", "https://esm.example")
                .set("esm.soc.username", "x")
                .set("esm.soc.password", "y")
                .syslog(port)
                .mail(port)
                .set("sink.syslog.host", host)
                .set("sink.mail.host", host)
                .set("sink.webhook.enabled", "true")
                .set("sink.webhook.url", webhook + "://" + host + ":" + port + "/T0KEN")
                .set("sink.syslog.protocol", syslog)
                .set("sink.mail.security", mail);
    }

    private Map<String, String> reasons(Folder folder) throws Exception {
        Map<String, String> reasons = new TreeMap<>();
        AtomicBoolean tried = new AtomicBoolean();
        try (DrillRun drillRun = folder.drill()) {
            // one look later, so that the drill has seen what came of the last try
            for (DrillOutcome outcome : drillRun.send(PATIENCE, () -> tried.getAndSet(allHaveFailedOnce()))) {
                assertThat(outcome.result()).isEqualTo(DrillOutcome.Result.NO_ANSWER);
                reasons.put(outcome.sink(), outcome.reason());
            }
        }
        assertThat(reasons.toString()).doesNotContain("T0KEN");
        return reasons;
    }

    private boolean allHaveFailedOnce() {
        try (Connection store = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("state/freshwatch.db"));
                ResultSet tried = store.createStatement().executeQuery("SELECT 1 FROM delivery WHERE attempts > 0")) {
            int count = 0;
            while (tried.next()) {
                count++;
            }
            return count == 3;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aPortWhereNobodyListens() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        assertThat(reasons(folder("127.0.0.1", port, "https", "tcp", "none")))
                .containsEntry("webhook", "connection refused: 127.0.0.1 port " + port + " (sink.webhook.url)")
                .containsEntry(
                        "syslog", "no connection: 127.0.0.1 port " + port + " (sink.syslog.host, sink.syslog.port)")
                .containsEntry("mail", "no connection: 127.0.0.1 port " + port + " (sink.mail.host, sink.mail.port)");
    }

    @Test
    void aHostThatThereIsNot() throws Exception {
        Map<String, String> reasons = reasons(folder("collector.invalid", 4711, "https", "tcp", "starttls"));

        assertThat(reasons)
                .containsEntry("webhook", "unknown host collector.invalid (sink.webhook.url)")
                .containsEntry("mail", "host name cannot be resolved: collector.invalid (sink.mail.host)");
        // the pool of connections says no more than that it has none to give at a second try
        assertThat(reasons.get("syslog"))
                .matches("(host name cannot be resolved: collector.invalid|no connection: collector.invalid port 4711)"
                        + " \\(sink.syslog.host.*\\)");
    }

    /** At a second try the pool of connections says no more than that it has none to give. */
    private static String secondTry(String host, int port) {
        return "no connection: " + host + " port " + port + " (sink.syslog.host, sink.syslog.port)";
    }

    @Test
    void aCertificateOfAnUnknownCa() throws Exception {
        try (RawServer server = RawServer.speakingTls(
                certificates.server("localhost").context().getServerSocketFactory(), RawServer.Peer::readRequest)) {
            int port = server.uri("/").getPort();
            Map<String, String> reasons = reasons(folder("localhost", port, "https", "tls", "tls"));

            assertThat(reasons)
                    .containsEntry("webhook", OWN_CA.replace("%s", "webhook"))
                    .containsEntry("mail", OWN_CA.replace("%s", "mail"));
            assertThat(reasons.get("syslog")).isIn(OWN_CA.replace("%s", "syslog"), secondTry("localhost", port));
        }
    }

    @Test
    void tlsForAPortThatSpeaksNone() throws Exception {
        try (RawServer server = RawServer.that(peer -> peer.write("220 HTTP/1.1 400 Bad Request\r\n\r\n"))) {
            int port = server.uri("/").getPort();
            Map<String, String> reasons = reasons(folder("127.0.0.1", port, "https", "tls", "tls"));
            String where = ": 127.0.0.1 port " + port + "; if it ";

            assertThat(reasons.get("webhook")).endsWith(where + "does not use TLS, write http:// in sink.webhook.url");
            assertThat(reasons.get("syslog"))
                    .satisfiesAnyOf(
                            said -> assertThat(said)
                                    .endsWith(where + "does not use TLS, write sink.syslog.protocol=tcp"),
                            said -> assertThat(said).isEqualTo(secondTry("127.0.0.1", port)));
            assertThat(reasons.get("mail"))
                    .endsWith(where + "does not use TLS from the start (ports 587 and 25 usually do not), set"
                            + " sink.mail.security=starttls");
        }
    }
}
