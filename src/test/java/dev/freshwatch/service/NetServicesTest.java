package dev.freshwatch.service;

import static dev.freshwatch.service.HttpServiceTest.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.app.OneShotCheck;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.http.MutualTls;
import dev.freshwatch.http.RawServer;
import dev.freshwatch.platform.Ping;
import dev.freshwatch.tls.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyStoreBuilderParameters;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        Map<String, Object> parameters = new LinkedHashMap<>(Map.of("name", "wiki", "every", "60s"));
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
            assertThat(outcome(tcp("127.0.0.1", port))).isEqualTo("ok up: port " + port + " accepts connections");
        }
        assertThat(outcome(tcp("127.0.0.1", port))).isEqualTo("critical down: connection refused");
        assertThat(outcome(tcp("wiki.invalid", port))).isEqualTo("critical down: unknown host");
    }

    @Test
    void aPortWhoseQueueIsFullIsDownInTime() throws Exception {
        try (Full full = new Full()) {
            assertThat(outcome(tcp("127.0.0.1", full.port(), "1s")))
                    .isEqualTo("critical down: no connection within 1 s");
        }
    }

    private Finding tcp(String host, int port) throws Exception {
        return tcp(host, port, "30s");
    }

    private Finding tcp(String host, int port, String downAfter) throws Exception {
        return check("service-tcp", Map.of("host", host, "port", port, "down-after", downAfter));
    }

    @Test
    void aHostRepliesOrIsNotKnown() throws Exception {
        Finding here = check("service-ping", Map.of("host", "127.0.0.1", "down-after", "30s"));
        assertThat(outcome(here)).startsWith("ok up: answered in ");
        assertThat(here.response()).isNotNull();
        assertThat(outcome(check("service-ping", Map.of("host", "wiki.invalid", "down-after", "30s"))))
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
                .observe(new Ping(directory.resolve("none").toString()))
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
    void theFirstOfTheChainThatEndsCountsAndIsNamed() throws Exception {
        try (RawServer server = tls(certificates.ofShortLivedCa("localhost", "Issuing CA\u202e 7"))) {
            assertThat(outcome(certificate(server, "1h")))
                    .startsWith("ok up: certificate of its CA 'Issuing CA  7' ends in 23 h");
            assertThat(outcome(certificate(server, "36h")))
                    .startsWith("warning expiring: certificate of its CA 'Issuing CA  7' ends in 23 h")
                    .endsWith("(limit 1 d 12 h)");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void theCertificateOfAServerThatDemandsOneOfOursIsSeen(String protocol) throws Exception {
        ServerSocketFactory demanding =
                MutualTls.sockets(certificates.server("localhost").context(), socket -> {
                    socket.setNeedClientAuth(true);
                    socket.setEnabledProtocols(new String[] {protocol});
                });
        try (RawServer server = RawServer.speakingTls(demanding, RawServer.Peer::readRequest)) {
            for (int look = 0; look < 3; look++) {
                assertThat(outcome(certificate(server, "1h"))).startsWith("ok up: certificate ends in 47 h");
            }
            Map<String, ?> withoutCa =
                    Map.of("host", "localhost", "port", server.uri("/").getPort(), "timeout", "30s");
            assertThat(outcome(check("service-certificate", withoutCa)))
                    .as("it is judged all the same")
                    .isEqualTo("critical down: certificate is not trusted: it does not lead to a known CA");
        }
    }

    /** Its certificate was renewed and its key was not: no client can connect. */
    @ParameterizedTest
    @CsvSource({"TLSv1.2,", "TLSv1.3,", "TLSv1.2, TLS_RSA_WITH_AES_128_GCM_SHA256"})
    void aServerThatHasNotTheKeyOfItsCertificateIsDown(String protocol, String suite) throws Exception {
        boolean rsa = suite != null;
        X509ExtendedKeyManager right =
                keys(rsa ? certificates.rsaServer("localhost") : certificates.server("localhost"));
        X509ExtendedKeyManager other =
                keys(rsa ? certificates.rsaServer("localhost") : certificates.server("localhost"));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                new KeyManager[] {
                    new Changing(new AtomicReference<>(right)) {
                        @Override
                        public PrivateKey getPrivateKey(String alias) {
                            String known = other.getServerAliases(rsa ? "RSA" : "EC", null)[0];
                            return other.getPrivateKey(known);
                        }
                    }
                },
                null,
                null);
        for (boolean demanding : new boolean[] {false, true}) {
            ServerSocketFactory sockets = MutualTls.sockets(context, socket -> {
                socket.setNeedClientAuth(demanding);
                socket.setEnabledProtocols(new String[] {protocol});
                if (suite != null) {
                    socket.setEnabledCipherSuites(new String[] {suite});
                }
            });
            try (RawServer server = RawServer.speakingTls(sockets, RawServer.Peer::readRequest)) {
                // which side notices first, and how, is a matter of the key exchange
                assertThat(outcome(certificate(server, "1h"))).startsWith("critical down: ");
            }
        }
    }

    /** A session that is resumed shows the certificate of the connection that began it. */
    @Test
    void aCertificateThatWasRenewedIsSeenAtOnce() throws Exception {
        TestCertificates.Server old = certificates.ofShortLivedCa("localhost", "Old CA");
        TestCertificates.Server renewed = certificates.server("localhost");
        AtomicReference<X509ExtendedKeyManager> keys = new AtomicReference<>(keys(old));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {new Changing(keys)}, null, null);
        RawServer.Behaviour polite = peer -> {
            while (peer.readRequest()) {
                peer.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            }
        };
        // of TLS 1.2, where a session can be resumed without any byte read behind the handshake
        ServerSocketFactory sockets =
                MutualTls.sockets(context, socket -> socket.setEnabledProtocols(new String[] {"TLSv1.2"}));
        try (RawServer server = RawServer.speakingTls(sockets, polite);
                OneShotCheck asking = new ServiceFolder(directory)
                        .add(
                                "service-certificate",
                                Map.of(
                                        "name",
                                        "wiki",
                                        "host",
                                        "localhost",
                                        "port",
                                        server.uri("/").getPort(),
                                        "ca-file",
                                        certificates.caFile()))
                        .ask()) {
            assertThat(look(asking)).contains("certificate of its CA 'Old CA' ends in 23 h");
            keys.set(keys(renewed));
            assertThat(look(asking)).contains("certificate ends in 47 h");
        }
    }

    private static String look(OneShotCheck asking) throws InterruptedException {
        return asking.check(Duration.ofSeconds(90), CheckFilter.ALL).toString();
    }

    private static X509ExtendedKeyManager keys(TestCertificates.Server server) throws Exception {
        KeyManagerFactory factory = KeyManagerFactory.getInstance("NewSunX509");
        factory.init(new KeyStoreBuilderParameters(KeyStore.Builder.newInstance(
                server.store(),
                new KeyStore.PasswordProtection(server.password().toCharArray()))));
        return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
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
                    Map.of("host", "localhost", "port", server.uri("/").getPort(), "timeout", "30s");
            assertThat(outcome(check("service-certificate", withoutCa)))
                    .isEqualTo("critical down: certificate is not trusted: it does not lead to a known CA");
        }
    }

    @Test
    void aPortThatSpeaksNoTlsOrSaysNothingIsDown() throws Exception {
        try (RawServer plain = RawServer.answering("HTTP/1.1 400 Bad Request\r\n\r\n")) {
            assertThat(outcome(certificate(plain, "1h", "2s"))).startsWith("critical down: no ");
        }
        try (RawServer silent = RawServer.that(RawServer.Peer::hang)) {
            assertThat(outcome(certificate(silent, "1h", "2s")))
                    .isEqualTo("critical down: no TLS handshake within 2 s");
        }
        try (Full full = new Full()) {
            Map<String, ?> parameters = Map.of("host", "127.0.0.1", "port", full.port(), "timeout", "1s");
            assertThat(outcome(check("service-certificate", parameters)))
                    .isEqualTo("critical down: no connection within 1 s");
        }
        try (RawServer dripping = RawServer.that(peer -> peer.drip("\u0016\u0003\u0003"))) {
            assertThat(outcome(certificate(dripping, "1h", "2s"))).startsWith("critical down: no ");
        }
    }

    @Test
    void httpsIsCheckedWithTheCaFile() throws Exception {
        try (RawServer server = tls(certificates.server("localhost"))) {
            String url = server.uri("/").toString();
            Map<String, String> trusting =
                    Map.of("url", url, "ca-file", certificates.caFile().toString());
            assertThat(outcome(check("service-http", with("down-after", "30s", trusting))))
                    .isEqualTo("ok up: answered HTTP 200");
            assertThat(outcome(check("service-http", with("down-after", "30s", Map.of("url", url)))))
                    .isEqualTo(
                            "critical down: certificate is not trusted: it does not lead to a known CA; ca-file must name"
                                    + " the CA, or the certificate itself if it is self-signed");
        }
    }

    private static Map<String, String> with(String name, String value, Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(more);
        all.put(name, value);
        return all;
    }

    private Finding certificate(RawServer server, String warnBefore) throws Exception {
        return certificate(server, warnBefore, "30s");
    }

    private Finding certificate(RawServer server, String warnBefore, String timeout) throws Exception {
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
                        timeout));
    }

    private static RawServer tls(TestCertificates.Server server) throws IOException {
        return RawServer.speakingTls(server.context().getServerSocketFactory(), peer -> {
            while (peer.readRequest()) {
                peer.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            }
        });
    }

    /** What a server does that takes over a new certificate without a restart. */
    private static class Changing extends X509ExtendedKeyManager {

        private final AtomicReference<X509ExtendedKeyManager> now;

        Changing(AtomicReference<X509ExtendedKeyManager> now) {
            this.now = now;
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return now.get().chooseServerAlias(keyType, issuers, socket);
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return now.get().getCertificateChain(alias);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return now.get().getPrivateKey(alias);
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return now.get().getServerAliases(keyType, issuers);
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
            return null;
        }
    }
}
