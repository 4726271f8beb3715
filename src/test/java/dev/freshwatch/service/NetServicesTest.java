package dev.freshwatch.service;

import static dev.freshwatch.service.HttpServiceTest.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.http.RawServer;
import dev.freshwatch.reach.Ping;
import dev.freshwatch.tls.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ports, hosts and certificates. */
class NetServicesTest {

    @TempDir
    private static Path keys;

    private static TestCertificates certificates;

    @TempDir
    private Path directory;

    @BeforeAll
    static void makeCertificates() {
        certificates = TestCertificates.in(keys);
    }

    private Finding check(String template, Map<String, ?> more) throws Exception {
        Map<String, Object> parameters = new LinkedHashMap<>(Map.of("name", "wiki", "every", "5s"));
        parameters.putAll(more);
        List<Finding> findings =
                new ServiceFolder(directory).add(template, parameters).check();
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    @Test
    void aPortTakesConnectionsOrDoesNot() throws Exception {
        int port;
        try (ServerSocket open = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = open.getLocalPort();
            assertThat(outcome(tcp("127.0.0.1", port))).isEqualTo("ok up: port " + port + " takes connections");
        }
        assertThat(outcome(tcp("127.0.0.1", port))).isEqualTo("critical down: connection refused");
        assertThat(outcome(tcp("wiki.invalid", port))).isEqualTo("critical down: unknown host");
    }

    @Test
    void aPortWhoseQueueIsFullIsDownInTime() throws Exception {
        try (Full full = new Full()) {
            assertThat(outcome(tcp("127.0.0.1", full.port()))).isEqualTo("critical down: no connection within 1 s");
        }
    }

    private Finding tcp(String host, int port) throws Exception {
        return check("service-tcp", Map.of("host", host, "port", port, "down-after", "1s"));
    }

    @Test
    void aHostRepliesOrIsNotKnown() throws Exception {
        Finding here = check("service-ping", Map.of("host", "127.0.0.1", "down-after", "2s"));
        assertThat(outcome(here)).startsWith("ok up: answered in ");
        assertThat(here.response()).isNotNull();
        assertThat(outcome(check("service-ping", Map.of("host", "wiki.invalid", "down-after", "2s"))))
                .startsWith("critical down: ");
    }

    @Test
    void wherePingCanNotBeUsedAPortThatIsTakenOrRefusedProvesTheHost() throws Exception {
        int port;
        try (ServerSocket open = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = open.getLocalPort();
            assertThat(withoutPing("127.0.0.1", port))
                    .matches("Answered.*\\(TCP port " + port + ", ICMP not possible here\\).*");
        }
        assertThat(withoutPing("127.0.0.1", port))
                .matches("Answered.*\\(TCP port " + port + " refused the connection, ICMP not possible here\\).*");
        assertThat(withoutPing("wiki.invalid", port)).startsWith("Down[detail=unknown host ");
        try (Full full = new Full()) {
            assertThat(withoutPing("127.0.0.1", full.port())).startsWith("Down[detail=no connection within 1 s ");
        }
    }

    private String withoutPing(String host, int port) throws Exception {
        Question question = new Question(CheckId.of("service", "wiki", "ping"), "wiki", "ping", Limits.NONE);
        return new PingService(question, Duration.ofSeconds(60), host, port, Duration.ofSeconds(1))
                .look(new Ping(directory.resolve("none").toString()))
                .toString();
    }

    @Test
    void aCertificateHasTimeLeftOrExpiresSoon() throws Exception {
        try (RawServer server = tls(certificates.server("localhost"))) {
            assertThat(outcome(certificate(server, "1h"))).startsWith("ok up: certificate ends in 47 h");
            assertThat(outcome(certificate(server, "14d")))
                    .startsWith("warning expiring: certificate ends in 47 h")
                    .endsWith("(limit 14 d)");
        }
    }

    @Test
    void aCertificateThatIsOverOrMadeOutToAnotherOrOfNobodyIsDown() throws Exception {
        try (RawServer server = tls(certificates.expired("localhost"))) {
            assertThat(outcome(certificate(server, "1h")))
                    .isEqualTo("critical down: certificate is not trusted: it has expired");
        }
        try (RawServer server = tls(certificates.server("other.example"))) {
            assertThat(outcome(certificate(server, "1h")))
                    .startsWith("critical down: certificate is not trusted: No subject alternative DNS name matching");
        }
        try (RawServer server = tls(certificates.server("localhost"))) {
            Map<String, ?> withoutCa =
                    Map.of("host", "localhost", "port", server.uri("/").getPort(), "timeout", "2s");
            assertThat(outcome(check("service-certificate", withoutCa)))
                    .isEqualTo("critical down: certificate is not trusted: it does not lead to a known CA");
        }
    }

    @Test
    void aPortThatSpeaksNoTlsOrSaysNothingIsDown() throws Exception {
        try (RawServer plain = RawServer.answering("HTTP/1.1 400 Bad Request\r\n\r\n")) {
            assertThat(outcome(certificate(plain, "1h"))).startsWith("critical down: no ");
        }
        try (RawServer silent = RawServer.that(RawServer.Peer::hang)) {
            assertThat(outcome(certificate(silent, "1h"))).isEqualTo("critical down: no connection within 2 s");
        }
        try (RawServer dripping = RawServer.that(peer -> peer.drip("\u0016\u0003\u0003"))) {
            assertThat(outcome(certificate(dripping, "1h"))).startsWith("critical down: no ");
        }
    }

    @Test
    void httpsIsCheckedWithTheCaFile() throws Exception {
        try (RawServer server = tls(certificates.server("localhost"))) {
            String url = server.uri("/").toString();
            Map<String, String> trusting =
                    Map.of("url", url, "ca-file", certificates.caFile().toString());
            assertThat(outcome(check("service-http", with("down-after", "2s", trusting))))
                    .isEqualTo("ok up: answered HTTP 200");
            assertThat(outcome(check("service-http", with("down-after", "2s", Map.of("url", url)))))
                    .isEqualTo("critical down: certificate is not trusted: it does not lead to a known CA");
        }
    }

    private static Map<String, String> with(String name, String value, Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(more);
        all.put(name, value);
        return all;
    }

    private Finding certificate(RawServer server, String warnBefore) throws Exception {
        return check(
                "service-certificate",
                Map.of(
                        "host",
                        "localhost",
                        "port",
                        server.uri("/").getPort(),
                        "ca-file",
                        certificates.caFile(),
                        "warn-before",
                        warnBefore,
                        "timeout",
                        "2s"));
    }

    private static RawServer tls(TestCertificates.Server server) throws IOException {
        return RawServer.speakingTls(server.context().getServerSocketFactory(), peer -> {
            while (peer.readRequest()) {
                peer.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            }
        });
    }
}
