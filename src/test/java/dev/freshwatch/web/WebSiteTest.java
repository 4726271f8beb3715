package dev.freshwatch.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshwatch.config.Secret;
import dev.freshwatch.config.WebSettings;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that take time, and who reads them: the answers, and that health and metrics wait for none of it. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WebSiteTest {

    private static final WebSettings OPEN = new WebSettings("127.0.0.1", 0, null, null);
    private static final WebSettings LOCKED = new WebSettings("127.0.0.1", 0, "operator", new Secret("secret"));
    private static final String TEN_KILOBYTES = "ä".repeat(5_000);

    private final RawClient client = new RawClient();
    private final CountDownLatch held = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();
    private WebServer server;

    @AfterEach
    void close() throws IOException {
        held.countDown();
        client.close();
        if (server != null) {
            server.close();
        }
    }

    private int serve(WebSettings settings) throws IOException {
        return serve(settings, Duration.ofSeconds(60), 200);
    }

    private int serve(WebSettings settings, Duration lifetime, int most) throws IOException {
        server = WebServer.open(
                settings,
                (path, accept) -> path.equals("/observe/x") ? HttpPages.Page.json(200, "{}") : null,
                this::answer,
                lifetime,
                most);
        return server.port();
    }

    private WebResponse answer(WebRequest request) {
        begun.incrementAndGet();
        return switch (request.path()) {
            case "/", "/api/x" -> WebResponse.html(TEN_KILOBYTES);
            case "/held" -> {
                try {
                    held.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                yield WebResponse.html("at last");
            }
            case "/echo" ->
                WebResponse.html(request.method() + " " + request.query().get("q") + " "
                        + request.header().get("x-header"));
            case "/large" -> WebResponse.html("x".repeat(20_000_000));
            case "/not-now", "/api/not-now" -> throw new WebSite.NotNow("the store is away", null);
            case "/own" -> new WebResponse(200, "text/css", new byte[] {'a'}, Map.of("Cache-Control", "max-age=300"));
            case "/no-header" -> WebResponse.html("").with("X", "a\r\nb: c");
            case "/missing.svg" -> WebResponse.of(404, "image/svg+xml", "<svg/>");
            case "/push/right/x" ->
                request.header().getOrDefault("authorization", "").equals("Bearer right")
                        ? WebResponse.empty(204)
                        : WebResponse.error(request.path(), 401, "no");
            case "/push/length/x" -> WebResponse.html(request.body().length + " bytes");
            default -> null;
        };
    }

    @Test
    void aPageSaysWhatABrowserMustNotDoWithIt() throws Exception {
        String answer = client.get(serve(OPEN), "/");

        assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(RawClient.body(answer)).isEqualTo(TEN_KILOBYTES);
        assertThat(RawClient.header(answer, "content-security-policy"))
                .isEqualTo("default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
                        + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
        assertThat(RawClient.header(answer, "cache-control")).isEqualTo("no-cache");
        assertThat(RawClient.header(answer, "content-type")).isEqualTo("text/html; charset=utf-8");
        assertThat(RawClient.header(answer, "content-length")).isEqualTo("10000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/observe/x", "/nothing", "/api/nothing", "/%00", "/own", "/missing.svg"})
    void everyAnswerHasTheHeadersThatProtect(String path) throws Exception {
        String answer = client.get(serve(OPEN), path);

        assertThat(answer)
                .contains(
                        "content-security-policy: default-src 'none';",
                        "x-content-type-options: nosniff",
                        "referrer-policy: no-referrer",
                        "cross-origin-resource-policy: same-origin",
                        "permissions-policy: ",
                        "connection: close");
    }

    @Test
    void headIsAnsweredLikeGetWithoutTheBody() throws Exception {
        int port = serve(OPEN);
        String get = client.get(port, "/");
        String head = client.say(port, RawClient.request("HEAD", "/") + "\r\n");

        assertThat(head).isEqualTo(get.substring(0, get.indexOf("\r\n\r\n") + 4));
        assertThat(client.say(port, RawClient.request("HEAD", "/echo") + "\r\n"))
                .contains("content-length: 13");
        assertThat(client.say(port, RawClient.request("HEAD", "/observe/x") + "\r\n"))
                .startsWith("HTTP/1.1 200 ")
                .contains("content-length: 2")
                .endsWith("\r\n\r\n");
        assertThat(client.say(port, RawClient.request("HEAD", "/nothing") + "\r\n"))
                .startsWith("HTTP/1.1 404 ")
                .endsWith("\r\n\r\n");
    }

    @Test
    void whoHasItAlreadyGetsNothing() throws Exception {
        int port = serve(OPEN);
        String tag = RawClient.header(client.get(port, "/"), "etag");
        assertThat(tag).matches("\"[A-Za-z0-9_-]{20}\"");

        for (String named : List.of(tag, "W/" + tag, "\"other\", " + tag, "\"a\",W/" + tag + ",\"b\"", "*")) {
            String answer = client.get(port, "/", "If-None-Match: " + named);
            assertThat(answer).as(named).startsWith("HTTP/1.1 304 ").endsWith("\r\n\r\n");
            assertThat(RawClient.header(answer, "etag")).isEqualTo(tag);
            assertThat(RawClient.header(answer, "content-length")).isNull();
        }
        for (String named : List.of("\"other\"", tag.replace("\"", ""), "")) {
            assertThat(client.get(port, "/", "If-None-Match: " + named))
                    .as(named)
                    .startsWith("HTTP/1.1 200 ");
        }
        assertThat(client.get(port, "/echo", "If-None-Match: " + tag)).startsWith("HTTP/1.1 200 ");
        assertThat(client.get(port, "/nothing", "If-None-Match: *")).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void aPageMaySayItselfHowLongItLasts() throws Exception {
        String answer = client.get(serve(OPEN), "/own");

        assertThat(answer)
                .containsOnlyOnce("max-age=300")
                .doesNotContain("no-cache")
                .contains("etag: ");
    }

    @Test
    void whatIsAskedForArrivesDecoded() throws Exception {
        assertThat(client.get(serve(OPEN), "/echo?q=a%2Fb+c", "X-Header: 1", "x-header: 2"))
                .endsWith("\r\n\r\nGET a/b c 1, 2");
    }

    @ParameterizedTest
    @CsvSource({
        "/nothing, 404, there is nothing at this address",
        "/%00, 400, control characters are not allowed",
        "/not-now, 503, the store is away",
        "/no-header, 500, ''"
    })
    void peopleGetALineAndProgramsAProblem(String path, int status, String detail) throws Exception {
        int port = serve(OPEN);
        String answer = client.get(port, path);

        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        if (detail.isEmpty()) {
            return;
        }
        assertThat(RawClient.header(answer, "content-type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(RawClient.body(answer)).startsWith(status + " ").endsWith(": " + detail + "\n");
        String problem = client.get(port, "/api" + path);
        assertThat(problem).startsWith("HTTP/1.1 " + status + " ");
        assertThat(RawClient.header(problem, "content-type")).isEqualTo("application/problem+json");
        assertThat(new ObjectMapper().readTree(RawClient.body(problem)).toString())
                .matches("\\{\"type\":\"about:blank\",\"title\":\"[A-Za-z ]+\",\"status\":" + status + ",\"detail\":\""
                        + detail + "\"}");
        assertThat(RawClient.header(problem, "cache-control")).isEqualTo("no-store");
    }

    @Test
    void refusalsBelowTheApiAreProblemsToo() throws Exception {
        int port = serve(LOCKED);

        assertThat(client.get(port, "/api/checks"))
                .startsWith("HTTP/1.1 401 ")
                .contains("application/problem+json", "www-authenticate: Basic");
        assertThat(client.get(port, "/api/x", RawClient.basic("operator:secret")))
                .startsWith("HTTP/1.1 200 ");
        String post =
                client.say(port, RawClient.request("POST", "/api/x", RawClient.basic("operator:secret")) + "\r\n");
        assertThat(post).startsWith("HTTP/1.1 405 ").contains("application/problem+json", "allow: GET, HEAD");
    }

    @Test
    void aReportNeedsItsTokenAndNoLogin() throws Exception {
        int port = serve(LOCKED);
        String request = RawClient.request("POST", "/push/right/x", "Content-Length: 0");

        assertThat(client.say(port, request + "Authorization: Bearer right\r\n\r\n"))
                .startsWith("HTTP/1.1 204 ")
                .doesNotContain("\r\ncontent-length", "\r\ncontent-type");
        assertThat(client.say(port, request + "\r\n"))
                .startsWith("HTTP/1.1 401 ")
                .contains("problem+json");
        assertThat(client.say(port, request + RawClient.basic("operator:secret") + "\r\n\r\n"))
                .startsWith("HTTP/1.1 401 ");
    }

    @Test
    void aReportForAForeignNameIsRefused() throws Exception {
        int port = serve(OPEN);
        String request = "POST /push/right/x HTTP/1.1\r\nAuthorization: Bearer right\r\nContent-Length: 0\r\n";

        assertThat(client.say(port, request + "Host: evil.example\r\n\r\n"))
                .startsWith("HTTP/1.1 421 ")
                .contains("problem+json");
        assertThat(client.say(port, request + "Host: a\r\nHost: b\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(begun).hasValue(0);
        assertThat(client.say(port, request + "Host: localhost\r\n\r\n")).startsWith("HTTP/1.1 204 ");
    }

    @Test
    void guessingATokenIsSlowed() throws Exception {
        int port = serve(OPEN);
        List<String> answers = new ArrayList<>();
        List<Socket> guesses = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            guesses.add(client.begin(
                    port,
                    RawClient.request("POST", "/push/right/x", "Content-Length: 0") + "Authorization: Bearer wrong" + i
                            + "\r\n\r\n"));
            if (i < 11) {
                answers.add(RawClient.rest(guesses.get(i)).substring(9, 12));
            }
        }
        for (Socket guess : guesses.subList(11, 20)) {
            answers.add(RawClient.rest(guess).substring(9, 12));
        }

        assertThat(answers.subList(0, 10)).containsOnly("401");
        assertThat(answers).contains("429").doesNotContain("204");
    }

    @ParameterizedTest
    @CsvSource({"0, 200", "65536, 200", "65537, 413", "500000, 413"})
    void aReportMayHaveASmallBody(int size, int status) throws Exception {
        int port = serve(OPEN);
        String head = RawClient.request("POST", "/push/length/x");
        String body = "x".repeat(size);

        assertThat(client.say(port, head + "Content-Length: " + size + "\r\n\r\n" + body))
                .startsWith("HTTP/1.1 " + status + " ")
                .contains(status == 200 ? size + " bytes" : "problem+json");
        String chunked = size == 0 ? "" : Integer.toHexString(size) + "\r\n" + body + "\r\n";
        assertThat(client.say(port, head + "Transfer-Encoding: chunked\r\n\r\n" + chunked + "0\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status + " ");
    }

    @Test
    void aBodyWithAGetIsRefused() throws Exception {
        int port = serve(OPEN);

        assertThat(client.say(port, RawClient.request("GET", "/") + "Content-Length: 5\r\n\r\nhello"))
                .startsWith("HTTP/1.1 413 ");
        assertThat(client.say(
                        port,
                        RawClient.request("GET", "/") + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ");
        assertThat(begun).hasValue(0);
    }

    @Test
    void aSecondRequestOnAConnectionIsNotAnswered() throws Exception {
        String one = RawClient.request("GET", "/") + "\r\n";

        assertThat(client.say(serve(OPEN), one + one + one).split("HTTP/1.1 ", -1))
                .hasSize(2);
        assertThat(begun).hasValue(1);
    }

    @Test
    void fiftyReadersAtOnceAreAllAnswered() throws Exception {
        int port = serve(OPEN);
        ExecutorService readers = Executors.newFixedThreadPool(50);
        try {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                answers.add(readers.submit(() -> client.get(port, "/")));
            }
            for (Future<String> answer : answers) {
                assertThat(answer.get(60, TimeUnit.SECONDS))
                        .startsWith("HTTP/1.1 200 ")
                        .endsWith("ä");
            }
        } finally {
            readers.shutdownNow();
        }
    }

    /** Health and metrics have a thread that no page can take; pages beyond the queue are refused at once. */
    @Test
    void readersThatWaitKeepHealthAndMetricsFromNobody() throws Exception {
        int port = serve(OPEN);
        List<Socket> waiting = new ArrayList<>();
        for (int i = 0; i < SiteWorkers.READERS + SiteWorkers.QUEUE; i++) {
            waiting.add(client.begin(port, RawClient.request("GET", "/held") + "\r\n"));
        }
        await().untilAsserted(() -> assertThat(client.get(port, "/held"))
                .startsWith("HTTP/1.1 503 ")
                .contains("retry-after: 5", "too many are reading now"));

        assertThat(begun).hasValue(SiteWorkers.READERS);
        assertThat(client.get(port, "/observe/x")).startsWith("HTTP/1.1 200 ");
        held.countDown();
        assertThat(RawClient.rest(waiting.get(0))).startsWith("HTTP/1.1 200 ").endsWith("at last");
    }

    /** A job that is not heard would be called dead. */
    @Test
    void readersThatWaitKeepReportsFromNobody() throws Exception {
        int port = serve(OPEN);
        for (int i = 0; i < SiteWorkers.READERS + SiteWorkers.QUEUE; i++) {
            client.begin(port, RawClient.request("GET", "/held") + "\r\n");
        }
        await().untilAsserted(() -> assertThat(client.get(port, "/held")).startsWith("HTTP/1.1 503 "));

        String report = RawClient.request("POST", "/push/right/x", "Content-Length: 0");
        assertThat(client.say(port, report + "Authorization: Bearer right\r\n\r\n"))
                .startsWith("HTTP/1.1 204 ");
        held.countDown();
    }

    @Test
    void whoWaitsTooLongIsToldSo() throws Exception {
        int port = serve(OPEN);
        Socket first = client.begin(port, RawClient.request("GET", "/held") + "\r\n");

        assertThat(RawClient.rest(first))
                .startsWith("HTTP/1.1 503 ")
                .contains("retry-after: 5", "it takes too long now");
        assertThat(client.get(port, "/")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void whatNobodyWaitsForAnyMoreIsNotMade() throws Exception {
        int port = serve(OPEN);
        for (int i = 0; i < SiteWorkers.READERS; i++) {
            client.begin(port, RawClient.request("GET", "/held") + "\r\n");
        }
        await().until(() -> begun.get() == SiteWorkers.READERS);
        List<Socket> leaving = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            leaving.add(client.begin(port, RawClient.request("GET", "/") + "\r\n"));
        }
        for (Socket one : leaving) {
            one.close();
        }
        // the server has seen all of it when a later request is answered
        assertThat(client.get(port, "/observe/x")).startsWith("HTTP/1.1 200 ");
        Socket last = client.begin(port, RawClient.request("GET", "/echo") + "\r\n");
        held.countDown();

        assertThat(RawClient.rest(last)).startsWith("HTTP/1.1 200 ");
        assertThat(begun).hasValueLessThan(SiteWorkers.READERS + 20);
    }

    /** 20 MB each: with one of them on its way, the next is not begun, and small ones are. */
    @Test
    void slowReadersDoNotFillTheMemory() throws Exception {
        int port = serve(OPEN, Duration.ofSeconds(5), 200);
        Socket slow = client.connect(port);
        slow.setReceiveBufferSize(1_024);
        slow.getOutputStream().write((RawClient.request("GET", "/large") + "\r\n").getBytes("US-ASCII"));
        slow.getInputStream().read();

        assertThat(client.get(port, "/large"))
                .startsWith("HTTP/1.1 503 ")
                .contains("too many slow readers", "retry-after: 5");
        assertThat(client.get(port, "/")).startsWith("HTTP/1.1 200 ");
        slow.close();
        await().untilAsserted(() -> assertThat(client.get(port, "/large")).startsWith("HTTP/1.1 200 "));
    }

    @Test
    void aReloadThatChangesThePasswordIsInForceAtOnce() throws Exception {
        int port = serve(OPEN);
        assertThat(client.get(port, "/")).startsWith("HTTP/1.1 200 ");

        server.change(new WebSettings("127.0.0.1", port, "operator", new Secret("new")));

        assertThat(client.get(port, "/")).startsWith("HTTP/1.1 401 ");
        assertThat(client.get(port, "/", RawClient.basic("operator:secret"))).startsWith("HTTP/1.1 401 ");
        assertThat(client.get(port, "/", RawClient.basic("operator:new"))).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void itsThreadsEndWithIt() throws Exception {
        int port = serve(OPEN);
        client.get(port, "/");
        server.close();

        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("site-")));
    }
}
