package dev.freshwatch.http;

import static dev.freshwatch.http.NoAnswer.Kind.BROKEN;
import static dev.freshwatch.http.NoAnswer.Kind.DROPPED;
import static dev.freshwatch.http.NoAnswer.Kind.NOT_CONNECTED;
import static dev.freshwatch.http.NoAnswer.Kind.TOO_LATE;
import static dev.freshwatch.http.NoAnswer.Kind.TOO_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshwatch.MostlyWaits;
import dev.freshwatch.http.HttpCaller.Call;
import dev.freshwatch.tls.TestCertificates;
import dev.freshwatch.tls.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls by a proxy that does what it is told to, over real sockets. Nobody but it knows the target's name. */
class ProxyTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(700);

    /** The limit that a message names; what is not about time must not come near one, however busy the machine is. */
    private static Duration limit(String message) {
        return message.endsWith(" within 700 ms")
                ? SHORT
                : message.endsWith(" within 2 s") ? Duration.ofSeconds(2) : SOON;
    }

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
    private static final String OPEN = "HTTP/1.1 200 Connection established\r\n\r\n";
    /** freshwatch and pässword, in UTF-8. */
    private static final String LOGIN = "Basic ZnJlc2h3YXRjaDpww6Rzc3dvcmQ=";

    @TempDir
    static Path folder;

    private static TestCertificates ca;
    private static TestCertificates.Server identity;
    private static final List<String> RESOLVED = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void makeCertificates() {
        ca = TestCertificates.in(folder);
        identity = ca.server("target.example");
    }

    @AfterAll
    static void nobodyAskedForTheTarget() {
        assertThat(RESOLVED).isNotEmpty().containsOnly("localhost");
    }

    private static RawServer target(RawServer.Behaviour behaviour) throws IOException {
        return RawServer.speakingTls(identity.context().getServerSocketFactory(), behaviour);
    }

    private static RawServer target() throws IOException {
        return target(peer -> {
            while (peer.readRequest()) {
                peer.write(OK);
            }
        });
    }

    /** Opens tunnels to this server, whatever it is asked for. */
    private static RawServer tunnelTo(RawServer target) throws IOException {
        return RawServer.that(peer -> {
            peer.readRequest();
            peer.write(OPEN);
            peer.relayTo(target.uri("/").getPort());
        });
    }

    private static HttpProxy proxy(RawServer server, String login, String... excluded) {
        return new HttpProxy(
                "localhost", server.uri("/").getPort(), "proxy.url", login, new ProxyExclusions(List.of(excluded)));
    }

    private static Calls by(HttpProxy proxy) throws Exception {
        return by(proxy, Calls.limits());
    }

    private static Calls by(HttpProxy proxy, HttpLimits limits) throws Exception {
        SlowNames names = new SlowNames(host -> {
            RESOLVED.add(host);
            if (!host.equals("localhost")) {
                throw new UnknownHostException(host);
            }
            return new InetAddress[] {InetAddress.getByName("127.0.0.1")};
        });
        return new Calls(new BoundedHttpClient(Trust.of(ca.caFile(), false), limits, proxy, names));
    }

    private static NoAnswer failure(Calls calls, String url, Duration within) {
        return catchThrowableOfType(NoAnswer.class, () -> calls.http.call(Calls.get(URI.create(url), within)));
    }

    @Test
    void httpsGoesThroughATunnelAndTheLoginToTheProxyAlone() throws Exception {
        try (RawServer target = target();
                RawServer proxy = tunnelTo(target);
                Calls calls = by(proxy(proxy, LOGIN))) {
            Call call = new Call(
                    "POST", URI.create("https://target.example/x?y=z"), Map.of("X-Key", "k"), "{}", SOON, false);
            assertThat(calls.http.call(call).status()).isEqualTo(200);

            assertThat(proxy.requests)
                    .singleElement()
                    .asString()
                    .startsWith("CONNECT target.example:443 HTTP/1.1\r\n")
                    .contains("\r\nHost: target.example:443\r\n", "\r\nProxy-Authorization: " + LOGIN + "\r\n")
                    .doesNotContain("X-Key", "/x");
            assertThat(target.requests)
                    .singleElement()
                    .asString()
                    .startsWith("POST /x?y=z HTTP/1.1\r\n")
                    .contains("\r\nHost: target.example\r\n", "\r\nX-Key: k\r\n")
                    .doesNotContainIgnoringCase("proxy");
        }
    }

    @Test
    void plainHttpGoesByAnAbsoluteUri() throws Exception {
        try (RawServer proxy = RawServer.answering(OK);
                Calls calls = by(proxy(proxy, LOGIN))) {
            calls.http.call(Calls.get(URI.create("http://target.example:8080/x?y=z"), SOON));
            calls.http.call(Calls.get(URI.create("http://under_score.example/"), SOON));

            assertThat(proxy.requests.get(0))
                    .startsWith("GET http://target.example:8080/x?y=z HTTP/1.1\r\n")
                    .contains("\r\nHost: target.example:8080\r\n")
                    .contains("\r\nProxy-Authorization: " + LOGIN + "\r\n");
            assertThat(proxy.requests.get(1))
                    .startsWith("GET http://under_score.example/ HTTP/1.1\r\n")
                    .contains("\r\nHost: under_score.example\r\n");
        }
    }

    @Test
    void withoutALoginNoneIsSent() throws Exception {
        try (RawServer proxy = RawServer.answering(OK);
                Calls calls = by(proxy(proxy, null))) {
            calls.http.call(Calls.get(URI.create("http://target.example/"), SOON));
            assertThat(proxy.requests).singleElement().asString().doesNotContain("Proxy-Authorization");
        }
    }

    @Test
    void whatIsExcludedIsCalledStraight() throws Exception {
        try (RawServer proxy = RawServer.answering(OK);
                RawServer straight = RawServer.answering(OK);
                Calls calls = by(proxy(proxy, LOGIN, "LOCALHOST"))) {
            calls.http.call(Calls.get(straight.uri("/"), SOON));
            assertThat(proxy.requests).isEmpty();
            assertThat(straight.requests)
                    .singleElement()
                    .asString()
                    .startsWith("GET / HTTP/1.1\r\n")
                    .doesNotContainIgnoringCase("proxy");
        }
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

    static Stream<Arguments> refusedTunnels() {
        String page = "Content-Type: text/html\r\nContent-Length: 9000\r\n\r\n" + "x".repeat(9000);
        String late = "no connection to target.example port 443 within 700 ms";
        String closed = "connection was closed before it led to target.example port 443";
        return Stream.of(
                row(
                        "wants another login",
                        NOT_CONNECTED,
                        "it refuses the login (HTTP 407; proxy.username, proxy.password)",
                        after("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=x\r\n"
                                + page)),
                row(
                        "refuses the login as tinyproxy does",
                        NOT_CONNECTED,
                        "it refuses the login (HTTP 401; proxy.username, proxy.password)",
                        after("HTTP/1.0 401 Unauthorized\r\n" + page)),
                row(
                        "cannot reach it",
                        NOT_CONNECTED,
                        "it cannot reach target.example port 443 (HTTP 502)",
                        after("HTTP/1.1 502 Bad Gateway\r\n" + page)),
                row(
                        "is overloaded",
                        NOT_CONNECTED,
                        "it cannot reach target.example port 443 (HTTP 503)",
                        after("HTTP/1.0 503 Service Unavailable\r\n\r\n")),
                row(
                        "waits in vain",
                        NOT_CONNECTED,
                        "it cannot reach target.example port 443 (HTTP 504)",
                        after("HTTP/1.1 504 Gateway Timeout\r\nContent-Length: 0\r\n\r\n")),
                row(
                        "forbids it",
                        NOT_CONNECTED,
                        "it does not connect to target.example port 443 (HTTP 403)",
                        after("HTTP/1.1 403 Forbidden\r\n" + page)),
                row(
                        "redirects",
                        NOT_CONNECTED,
                        "it does not connect to target.example port 443 (HTTP 302)",
                        after("HTTP/1.1 302 Found\r\nLocation: http://login.example/\r\n\r\n")),
                row("hangs", NOT_CONNECTED, late, RawServer.Peer::hang),
                row("drips", NOT_CONNECTED, late, peer -> {
                    peer.readRequest();
                    peer.drip("HTTP/1.1 200 this takes for ever");
                }),
                row("closes", NOT_CONNECTED, closed, RawServer.Peer::readRequest),
                row("resets", NOT_CONNECTED, closed, peer -> {
                    peer.readRequest();
                    peer.reset();
                }),
                row("sends noise", NOT_CONNECTED, "answer is not HTTP", after("\u0001\u0002\r\n\r\n")),
                row("speaks for the target", NOT_CONNECTED, "answer is not HTTP", after(OPEN + OK)),
                row(
                        "speaks for it with a length",
                        NOT_CONNECTED,
                        "answer is not HTTP",
                        after("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusedTunnels")
    void proxyThatMakesNoTunnelAnd(String name, NoAnswer.Kind kind, String message, RawServer.Behaviour behaviour)
            throws Exception {
        try (RawServer proxy = RawServer.that(behaviour);
                Calls calls = by(proxy(proxy, LOGIN))) {
            NoAnswer failure = failure(calls, "https://target.example/token", limit(message));
            int port = proxy.uri("/").getPort();
            assertThat(failure).hasMessage("proxy localhost port " + port + " (proxy.url): " + message);
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.isOfProxy()).isTrue();
            assertThat(new Remedy("esm.soc.url", "esm.soc.tls.ca-file")
                            .of(failure, URI.create("https://target.example/token")))
                    .isEqualTo(failure.getMessage());
            assertThat(proxy.connections).as("tried once").hasValue(1);
        }
    }

    static Stream<Arguments> plainFaults() {
        return Stream.of(
                row(
                        "wants another login",
                        NOT_CONNECTED,
                        "PROXY: it refuses the login (HTTP 407; proxy.username, proxy.password)",
                        after("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")),
                row("closes", DROPPED, "PROXY: connection was closed before an answer", RawServer.Peer::readRequest),
                row("sends noise", BROKEN, "PROXY: answer is not HTTP", after("\u0001\u0002\r\n\r\n")),
                row("hangs, or its target does", TOO_LATE, "no answer within 700 ms", RawServer.Peer::hang),
                row("drips, or its target does", TOO_LATE, "answer not complete within 2 s", peer -> {
                    peer.readRequest();
                    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
                    peer.drip("{}");
                }),
                row(
                        "sends too much",
                        TOO_LONG,
                        "answer is longer than 1 KiB",
                        after("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("plainFaults")
    @MostlyWaits
    void proxyOfPlainHttpThat(String name, NoAnswer.Kind kind, String message, RawServer.Behaviour behaviour)
            throws Exception {
        try (RawServer proxy = RawServer.that(behaviour);
                Calls calls = by(proxy(proxy, LOGIN), Calls.limits().withMaxBytes(1024))) {
            NoAnswer failure = failure(calls, "http://target.example/token", limit(message));
            int port = proxy.uri("/").getPort();
            assertThat(failure).hasMessage(message.replace("PROXY", "proxy localhost port " + port + " (proxy.url)"));
            assertThat(failure.kind()).isEqualTo(kind);
        }
    }

    @Test
    void proxyThatWantsALoginAndHasNoneSaysWhatToWrite() throws Exception {
        try (RawServer proxy = RawServer.answering("HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n");
                Calls calls = by(proxy(proxy, null))) {
            assertThat(failure(calls, "https://target.example/", SOON))
                    .hasMessageEndingWith("it requires a login (HTTP 407); write proxy.username and proxy.password");
        }
    }

    @Test
    void proxyThatIsGoneIsNamedAndNotTheTarget() throws Exception {
        int port;
        try (ServerSocket gone = new ServerSocket(0)) {
            port = gone.getLocalPort();
        }
        HttpProxy proxy = new HttpProxy("localhost", port, "esm.soc.proxy", null, ProxyExclusions.NONE);
        try (Calls calls = by(proxy)) {
            for (String url : List.of("https://target.example/", "http://target.example/")) {
                NoAnswer failure = failure(calls, url, SOON);
                assertThat(new Remedy("esm.soc.url", "esm.soc.tls.ca-file").of(failure, URI.create(url)))
                        .isEqualTo("proxy localhost port " + port + " (esm.soc.proxy): connection refused");
            }
        }
    }

    @Test
    void certificateIsThatOfTheTargetByItsName() throws Exception {
        try (RawServer target = target();
                RawServer proxy = tunnelTo(target);
                Calls calls = by(proxy(proxy, LOGIN))) {
            NoAnswer failure = failure(calls, "https://other.example/", SOON);
            assertThat(new Remedy("esm.soc.url", "esm.soc.tls.ca-file")
                            .of(failure, URI.create("https://other.example")))
                    .endsWith("; esm.soc.url must name the host as in its certificate");
            assertThat(target.requests).isEmpty();
        }
    }

    @Test
    void handshakeInTheTunnelEndsInItsTime() throws Exception {
        try (RawServer proxy = RawServer.that(peer -> {
                    peer.readRequest();
                    peer.write(OPEN);
                    peer.hang();
                });
                Calls calls = by(proxy(proxy, LOGIN), new HttpLimits(SOON, SHORT, 1024, 2))) {
            NoAnswer failure = failure(calls, "https://target.example/", SOON);
            assertThat(failure).hasMessage("no TLS handshake within 700 ms");
            assertThat(failure.kind()).isEqualTo(NOT_CONNECTED);
        }
    }

    @Test
    void tunnelMustBeThereInTheTimeForAConnection() throws Exception {
        try (RawServer proxy = RawServer.that(RawServer.Peer::hang);
                Calls calls = by(proxy(proxy, LOGIN), new HttpLimits(SOON, SHORT, 1024, 2))) {
            assertThat(failure(calls, "https://target.example/", SOON))
                    .hasMessageEndingWith("no connection to target.example port 443 within 700 ms");
        }
    }

    @Test
    void tunnelIsKept() throws Exception {
        try (RawServer target = target();
                RawServer proxy = tunnelTo(target);
                Calls calls = by(proxy(proxy, LOGIN))) {
            for (int i = 0; i < 5; i++) {
                calls.http.call(Calls.get(URI.create("https://target.example/" + i), SOON));
            }
            assertThat(target.requests).hasSize(5);
            assertThat(proxy.connections).hasValue(1);
        }
    }

    @Test
    void keptTunnelThatIsClosedAsTheNextRequestComesLosesNoGet() throws Exception {
        try (RawServer target = target(peer -> {
                    peer.readRequest();
                    peer.write(OK);
                    peer.readRequest();
                });
                RawServer proxy = tunnelTo(target);
                Calls calls = by(proxy(proxy, LOGIN))) {
            for (int i = 0; i < 10; i++) {
                calls.http.call(Calls.get(URI.create("https://target.example/" + i), SOON));
            }
            assertThat(proxy.connections).hasValue(10);
        }
    }

    @Test
    void keptConnectionOfPlainHttpThatTheProxyClosesLosesNoGet() throws Exception {
        try (RawServer proxy = RawServer.that(peer -> {
                    peer.readRequest();
                    peer.write(OK);
                    peer.readRequest();
                });
                Calls calls = by(proxy(proxy, LOGIN))) {
            for (int i = 0; i < 10; i++) {
                calls.http.call(Calls.get(URI.create("http://target.example/" + i), SOON));
            }
            assertThat(proxy.connections).hasValue(10);
        }
    }

    @Test
    void proxyOfTheJvmIsNotTaken() throws Exception {
        try (RawServer jvms = RawServer.answering(OK);
                RawServer straight = RawServer.answering(OK)) {
            Map<String, String> given = Map.of(
                    "http.proxyHost", "127.0.0.1",
                    "http.proxyPort", String.valueOf(jvms.uri("/").getPort()),
                    "http.nonProxyHosts", "");
            given.forEach(System::setProperty);
            try (Calls calls = by(null)) {
                calls.http.call(Calls.get(straight.uri("/"), SOON));
            } finally {
                given.keySet().forEach(System::clearProperty);
            }
            assertThat(straight.requests).hasSize(1);
            assertThat(jvms.requests).isEmpty();
        }
    }
}
