package dev.freshwatch.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import dev.freshwatch.config.Secret;
import dev.freshwatch.config.WebSettings;
import dev.freshwatch.web.HttpPages.Page;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What the server answers to good clients and bears from bad ones. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WebServerTest {

    private static final WebSettings OPEN = new WebSettings("127.0.0.1", 0, null, null);
    private static final WebSettings LOCKED = new WebSettings("127.0.0.1", 0, "prometheus", new Secret("pä:ss"));
    private static final Duration SHORT = Duration.ofMillis(500);

    private final List<WebServer> servers = new ArrayList<>();
    private final RawClient client = new RawClient();

    @BeforeAll
    static void knowWhatIsLogged() {
        ((Logger) LoggerFactory.getLogger(AccessControl.class)).setAdditive(false);
    }

    @AfterAll
    static void logAgain() {
        ((Logger) LoggerFactory.getLogger(AccessControl.class)).setAdditive(true);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        servers.forEach(WebServer::close);
    }

    private WebServer serve(WebSettings settings, Duration lifetime, int most) throws IOException {
        WebServer server = WebServer.open(settings, WebServerTest::observed, WebServerTest::answer, lifetime, most);
        servers.add(server);
        return server;
    }

    private WebServer serve(WebSettings settings) throws IOException {
        return serve(settings, Duration.ofSeconds(30), 100);
    }

    private static Page observed(String path, String accept) {
        return switch (path) {
            case "/observe/page" -> Page.json(200, "{\"accept\":\"" + accept + "\"}");
            case "/observe/down" -> Page.json(503, "{}");
            case "/observe/broken" -> throw new IllegalStateException("as if a page could not be made");
            default -> null;
        };
    }

    private static WebResponse answer(WebRequest request) {
        return switch (request.path()) {
            case "/page" -> WebResponse.html("the page");
            case "/large" -> WebResponse.html("x".repeat(20_000_000));
            case "/broken" -> throw new IllegalStateException("as if a page could not be made");
            default -> null;
        };
    }

    private Socket connect(WebServer server) throws IOException {
        return client.connect(server.port());
    }

    private String say(WebServer server, String request) throws IOException {
        return client.say(server.port(), request);
    }

    private String get(WebServer server, String path, String... headers) throws IOException {
        return client.get(server.port(), path, headers);
    }

    private static void assertCutOff(Socket socket) {
        assertThatThrownBy(() -> RawClient.rest(socket))
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }

    @Test
    void aPageIsAnsweredAndTheConnectionEnds() throws Exception {
        String answer = get(serve(OPEN), "/observe/page?x=y", "Accept: text/plain");

        assertThat(answer)
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("content-type: application/json\r\n", "connection: close", "cache-control: no-store")
                .endsWith("\r\n\r\n{\"accept\":\"text/plain\"}")
                .doesNotContainIgnoringCase("server:")
                .doesNotContainIgnoringCase("netty");
    }

    @ParameterizedTest
    @CsvSource({
        "GET /observe/down, 503",
        "GET /observe/nothing, 404",
        "GET /observe, 404",
        "GET /observer, 404",
        "GET /observe/page/, 404",
        "GET //observe/page, 404",
        "GET /observe/../page, 400",
        "GET /observe/broken, 500",
        "POST /observe/page, 405",
        "GET /nothing, 404",
        "GET /page/, 404",
        "GET //page, 404",
        "GET /../page, 400",
        "GET /x/%2e%2E/page, 400",
        "GET http://127.0.0.1/page, 400",
        "GET page, 400",
        "GET /broken, 500",
        "POST /page, 405",
        "PUT /page, 405",
        "DELETE /page, 405",
        "OPTIONS *, 405",
        "TRACE /page, 405",
        "BREW /page, 405",
        "GET /push/wiki/backup, 405",
        "HEAD /push/wiki/backup, 405",
        "PUT /push/wiki/backup, 405"
    })
    void everythingElseIsRefused(String request, int status) throws Exception {
        String answer = say(serve(OPEN), request + " HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 " + status + " ").doesNotContain("as if a page");
        if (request.contains(" /observe/") && status != 503) {
            assertThat(answer).as("says nothing more").endsWith("\r\n\r\n");
        }
        if (status == 405) {
            assertThat(RawClient.header(answer, "allow")).isEqualTo(request.contains("/push/") ? "POST" : "GET, HEAD");
        }
    }

    @Test
    void withAPasswordNothingIsAnsweredWithoutIt() throws Exception {
        WebServer server = serve(LOCKED);

        for (String path :
                List.of("/page", "/observe/page", "/observe/down", "/nothing", "/", "//page", "/api/checks")) {
            assertThat(get(server, path)).as(path).startsWith("HTTP/1.1 401 ").contains("www-authenticate: Basic");
        }
        assertThat(say(server, "POST /page HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 401 ");
        assertThat(get(server, "/page", RawClient.basic("prometheus:pä:ss"))).startsWith("HTTP/1.1 200 ");
        assertThat(get(server, "/page", RawClient.basic("prometheus:pä:ss").replace("Basic", "bAsIc")))
                .startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"prometheus:", "prometheus:pä:s", "prometheus:pä:sss", ":pä:ss", "root:pä:ss", "prometheus", ""})
    void aWrongLoginIsRefused(String login) throws Exception {
        assertThat(get(serve(LOCKED), "/page", RawClient.basic(login))).startsWith("HTTP/1.1 401 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic %%%", "Bearer cHJvbWV0aGV1czpww6Q6c3M=", "cHJvbWV0aGV1czpww6Q6c3M="})
    void whatIsNoLoginIsRefused(String header) throws Exception {
        assertThat(get(serve(LOCKED), "/page", "Authorization: " + header)).startsWith("HTTP/1.1 401 ");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, 200",
        "LOCALHOST:8080, 200",
        "localhost., 200",
        "127.0.0.1, 200",
        "127.0.0.1:8080, 200",
        "[::1]:8080, 200",
        "192.0.2.7, 200",
        "evil.example, 421",
        "evil.example:8080, 421",
        "127.0.0.1.evil.example, 421",
        "localhost.evil.example, 421",
        "127.0.0.1@evil.example, 421",
        "'', 421"
    })
    void withoutAPasswordOnlyNamesOfItsOwnAreServed(String host, int status) throws Exception {
        String request = "GET /page HTTP/1.1\r\nHost: " + host + "\r\n\r\n";

        assertThat(say(serve(OPEN), request)).startsWith("HTTP/1.1 " + status + " ");
    }

    @Test
    void withAPasswordAnyNameWillDoAndTwoNeverDo() throws Exception {
        WebServer server = serve(LOCKED);
        String login = RawClient.basic("prometheus:pä:ss");

        assertThat(say(server, "GET /page HTTP/1.1\r\nHost: watch.soc.example\r\n" + login + "\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(say(server, "GET /page HTTP/1.1\r\nHost: a\r\nHost: b\r\n" + login + "\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(say(server, "GET /page HTTP/1.0\r\n" + login + "\r\n\r\n")).startsWith("HTTP/1.1 200 ");
    }

    /** Guesses from the scraper's own machine: they are slowed, and it is not. */
    @Test
    void guessingIsSlowedAndTheScraperGoesOn() throws Exception {
        WebServer server = serve(LOCKED);
        for (int i = 0; i < 3; i++) {
            assertThat(get(server, "/page", RawClient.basic("prometheus:" + i))).startsWith("HTTP/1.1 401 ");
        }
        List<Socket> guesses = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Socket guess = connect(server);
            guess.getOutputStream()
                    .write(("GET /page HTTP/1.1\r\nHost: localhost\r\n" + RawClient.basic("prometheus:x" + i)
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            guesses.add(guess);
        }
        List<String> answers = new ArrayList<>();
        for (Socket guess : guesses) {
            answers.add(RawClient.rest(guess).substring(9, 12));
        }

        assertThat(answers).contains("401", "429").doesNotContain("200");
        assertThat(get(server, "/page", RawClient.basic("prometheus:0")))
                .startsWith("HTTP/1.1 429 ")
                .contains("retry-after: 5");
    }

    @Test
    void aRequestHasLimits() throws Exception {
        WebServer server = serve(OPEN);

        assertThat(get(server, "/" + "x".repeat(3_000))).startsWith("HTTP/1.1 414 ");
        assertThat(get(server, "/page", "X: " + "x".repeat(9_000))).startsWith("HTTP/1.1 431 ");
        assertThat(say(server, "GET /page HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello"))
                .startsWith("HTTP/1.1 413 ");
        assertThat(say(server, "POST /page HTTP/1.1\r\nHost: localhost\r\nContent-Length: 70000\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ");
        assertThat(say(server, "GET /page HTTQ/1.1\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(get(server, "/page")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void onlyOneRequestIsAnsweredOnAConnection() throws Exception {
        String one = "GET /page HTTP/1.1\r\nHost: localhost\r\n\r\n";

        assertThat(say(serve(OPEN), one + one + one).split("HTTP/1.1 ", -1)).hasSize(2);
    }

    @Test
    void whoSendsNothingOrDripsIsCutOff() throws Exception {
        WebServer server = serve(OPEN, SHORT, 100);
        Socket silent = connect(server);
        Socket drips = connect(server);

        assertCutOff(silent);
        await().ignoreExceptionsInstanceOf(IOException.class).until(() -> {
            try {
                drips.getOutputStream().write('G');
                return false;
            } catch (SocketException e) {
                return true;
            }
        });
    }

    @Test
    void whoDoesNotReadIsCutOffAndKeepsNobodyWaiting() throws Exception {
        WebServer server = serve(OPEN, SHORT, 100);
        Socket slow = connect(server);
        slow.setReceiveBufferSize(1_024);
        slow.getOutputStream().write("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8));

        assertThat(get(server, "/page")).startsWith("HTTP/1.1 200 ");
        assertCutOff(slow);
    }

    @Test
    void manyWhoSayNothingDoNotKeepOutOneWhoAsks() throws Exception {
        WebServer server = serve(OPEN, Duration.ofSeconds(30), 10);
        Socket first = connect(server);
        for (int i = 0; i < 50; i++) {
            connect(server);
        }

        assertThat(get(server, "/page")).startsWith("HTTP/1.1 200 ");
        assertCutOff(first);
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("web-")))
                .hasSize(1);
    }

    @Test
    void aTakenPortAndAForeignHostAreToldWithTheirKeys() throws Exception {
        int taken = serve(OPEN).port();

        assertThatThrownBy(() -> serve(new WebSettings("127.0.0.1", taken, null, null)))
                .isInstanceOf(WebServer.CanNotServe.class)
                .hasMessageContaining("web.port: 127.0.0.1 port " + taken);
        assertThatThrownBy(() -> serve(new WebSettings("0.0.0.0", 0, null, null)))
                .hasMessageStartingWith("web.host: 0.0.0.0 is not a loopback address");
        assertThatThrownBy(() -> serve(new WebSettings("host.invalid", 0, null, null)))
                .hasMessage("web.host: host.invalid cannot be resolved");
    }

    @Test
    void closingItClosesThePortAndItsThread() throws Exception {
        WebServer server = serve(OPEN);
        connect(server);
        server.close();

        assertThatThrownBy(() -> connect(server)).isInstanceOf(IOException.class);
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("web-")));
    }
}
