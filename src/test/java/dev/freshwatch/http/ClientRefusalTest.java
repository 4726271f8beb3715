package dev.freshwatch.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshwatch.http.NoAnswer.Kind;
import dev.freshwatch.sink.Certificates;
import dev.freshwatch.tls.Trust;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that demand a client certificate, and what is said where they get none or a foreign one. */
class ClientRefusalTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static Certificates server;
    private static Certificates ours;
    private static Certificates foreign;

    @BeforeAll
    static void makeCertificates() throws Exception {
        server = Certificates.make(folder, "dns:localhost,ip:127.0.0.1");
        ours = Certificates.make(folder, "dns:watch.example");
        foreign = Certificates.make(folder, "dns:foreign.example");
    }

    static Stream<Arguments> peers() {
        return Stream.of("TLSv1.2", "TLSv1.3")
                .flatMap(version -> Stream.of(
                        Arguments.of(version, "esm.soc.url", "esm.soc.tls."),
                        Arguments.of(version, "misp.intel.url", "misp.intel.tls."),
                        Arguments.of(version, "sink.webhook.url", "sink.webhook.tls."),
                        Arguments.of(version, "heartbeat.url", "heartbeat.tls."),
                        Arguments.of(version, "url", "")));
    }

    @ParameterizedTest
    @MethodSource("peers")
    void theKeyToSetIsSaid(String version, String urlKey, String prefix) throws Exception {
        Remedy remedy = new Remedy(urlKey, prefix + "ca-file");
        try (RawServer demanding = demanding(version)) {
            URI uri = demanding.uri("/");
            try (Calls calls = calls(server.trustShowing(ours))) {
                assertThat(calls.http.call(Calls.get(uri, TIMEOUT)).text()).isEqualTo("{}");
            }
            assertThat(demanding.requests).hasSize(1);
            try (Calls calls = calls(server.trust())) {
                NoAnswer none = fail(calls, uri);
                assertThat(none.kind()).isIn(Kind.NOT_CONNECTED, Kind.DROPPED);
                assertThat(remedy.of(none, uri))
                        .isEqualTo("server asked for a client certificate, got none and ended the connection; set "
                                + prefix + "cert-file and " + prefix + "key-file");
            }
            try (Calls calls = calls(server.trustShowing(foreign))) {
                NoAnswer none = fail(calls, uri);
                assertThat(none.kind()).isIn(Kind.NOT_CONNECTED, Kind.DROPPED);
                assertThat(remedy.of(none, uri))
                        .isEqualTo(
                                "server got our client certificate and ended the connection; it may not accept the certificate that "
                                        + prefix + "cert-file names");
            }
            assertThat(demanding.requests)
                    .as("nothing of the refused ones is read")
                    .hasSize(1);
        }
    }

    /** One trust for many services: what one server asked for is not laid at the door of another. */
    @ParameterizedTest
    @MethodSource("peers")
    void anAlertOfAServerThatDidNotAskIsNotAboutOurCertificate(String version, String urlKey, String prefix)
            throws Exception {
        Trust shared = server.trust();
        ServerSocketFactory noCommonCipher = MutualTls.sockets(server.server(), socket -> {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setEnabledCipherSuites(new String[] {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"});
        });
        try (RawServer demanding = demanding(version);
                RawServer other = RawServer.speakingTls(noCommonCipher, RawServer.Peer::readRequest);
                Calls calls = calls(shared)) {
            assertThat(fail(calls, demanding.uri("/")))
                    .hasMessage("server asked for a client certificate, got none and ended the connection");
            NoAnswer failure = fail(calls, other.uri("/"));
            assertThat(new Remedy(urlKey, prefix + "ca-file").of(failure, other.uri("/")))
                    .startsWith("no TLS: ")
                    .contains("handshake_failure")
                    .doesNotContain("certificate");
        }
    }

    private static RawServer demanding(String version) throws Exception {
        return RawServer.speakingTls(MutualTls.demanding(server, ours, version), peer -> {
            while (peer.readRequest()) {
                peer.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
            }
        });
    }

    private static Calls calls(Trust trust) throws Exception {
        return new Calls(new BoundedHttpClient(trust, Calls.limits()));
    }

    private static NoAnswer fail(Calls calls, URI uri) {
        return catchThrowableOfType(NoAnswer.class, () -> calls.http.call(Calls.get(uri, TIMEOUT)));
    }
}
