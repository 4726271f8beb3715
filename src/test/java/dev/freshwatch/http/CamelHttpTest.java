package dev.freshwatch.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.http.HttpCaller.Call;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CamelHttpTest {

    private static final String EMPTY_OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private static final Duration SOON = Duration.ofSeconds(60);

    private static Calls calls;

    @BeforeAll
    static void start() throws Exception {
        calls = new Calls(Calls.limits());
    }

    @AfterAll
    static void stop() throws Exception {
        calls.close();
    }

    @Test
    void headersAndBodyReachTheWireAsGiven() throws Exception {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("Cookie", "JWTToken=a.b.c; other=[1, 2]");
        headers.put("X-Xsrf-Token", "s3cr3t==");
        headers.put("Accept", "application/json");
        try (RawServer server = RawServer.answering(EMPTY_OK)) {
            calls.http.call(new Call("POST", server.uri("/rs/esm/login"), headers, "{\"name\":\"café\"}", SOON));

            String request = server.requests.get(0);
            assertThat(request)
                    .startsWith("POST /rs/esm/login HTTP/1.1\r\n")
                    .contains("\r\nContent-Type: application/json\r\n")
                    .contains("\r\nCookie: JWTToken=a.b.c; other=[1, 2]\r\n")
                    .contains("\r\nX-Xsrf-Token: s3cr3t==\r\n")
                    .contains("\r\nAccept: application/json\r\n")
                    .contains("\r\nContent-Length: 16\r\n")
                    .contains("\r\nUser-Agent: Freshwatch\r\n")
                    .endsWith("\r\n\r\n{\"name\":\"café\"}");
            assertThat(request)
                    .doesNotContain("Camel")
                    .doesNotContain("Freshwatch-")
                    .doesNotContain("Accept-Encoding")
                    .doesNotContain("Upgrade");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/rs/esm/v2/alarmGetTriggeredAlarms?triggeredTimeRange=LAST_HOUR&status=&pageSize=50&pageNumber=1",
                "/a?x=%26%3D%20+%C3%A9&y=a%2Fb&z",
                "/a%20b/c%2Fd?q=%7B%7Benv:X%7D%7D",
                "/a?q=RAW(secret)&httpMethod=PUT",
                "/",
            })
    void pathAndQueryReachTheWireAsGiven(String pathAndQuery) throws Exception {
        try (RawServer server = RawServer.answering(EMPTY_OK)) {
            calls.http.call(Calls.post(server.uri(pathAndQuery), null));
            assertThat(server.requests.get(0)).startsWith("POST " + pathAndQuery + " HTTP/1.1\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"GET, false", "DELETE, false", "POST, true", "PUT, true"})
    void methodStaysWithoutABody(String method, boolean saysLength) throws Exception {
        try (RawServer server = RawServer.answering(EMPTY_OK)) {
            calls.http.call(new Call(method, server.uri("/rs/esm/v2/logout?a=b"), Map.of(), null, SOON));
            assertThat(server.requests.get(0)).startsWith(method + " /rs/esm/v2/logout?a=b HTTP/1.1\r\n");
            assertThat(server.requests.get(0).contains("\r\nContent-Length: 0\r\n"))
                    .isEqualTo(saysLength);
        }
    }

    @Test
    void answerIsGivenWholeWhateverItsStatus() throws Exception {
        String answer = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 5\r\nSet-Cookie: a=1; Path=/\r\n"
                + "Set-Cookie: b=2\r\nXsrf-Token: t\r\nContent-Type: text/plain\r\n\r\nnope!";
        try (RawServer server = RawServer.answering(answer)) {
            Reply reply = calls.http.call(Calls.post(server.uri("/"), "{}"));
            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.text()).isEqualTo("nope!");
            assertThat(reply.headers().get("set-cookie")).containsExactly("a=1; Path=/", "b=2");
            assertThat(reply.header("Xsrf-Token")).contains("t");
            assertThat(reply.headers()).containsOnlyKeys("content-length", "set-cookie", "xsrf-token", "content-type");
            assertThat(reply.elapsed()).isPositive().isLessThan(SOON);
        }
    }

    @Test
    void headersOfTheRequestDoNotLookLikeThoseOfTheAnswer() throws Exception {
        try (RawServer server = RawServer.answering(EMPTY_OK)) {
            Reply reply = calls.http.call(Calls.post(server.uri("/"), "{}"));
            assertThat(reply.headers()).containsOnlyKeys("content-length");
            assertThat(reply.body()).isEmpty();
        }
    }

    @Test
    void cookieIsNotSentBack() throws Exception {
        try (RawServer server =
                RawServer.answering("HTTP/1.1 200 OK\r\nSet-Cookie: a=1; Path=/\r\nContent-Length: 0\r\n\r\n")) {
            calls.http.call(Calls.get(server.uri("/"), SOON));
            calls.http.call(Calls.get(server.uri("/"), SOON));
            assertThat(server.requests.get(1)).doesNotContain("Cookie");
        }
    }

    @Test
    void connectionIsKeptForTheNextCall() throws Exception {
        try (RawServer server = RawServer.answering(EMPTY_OK)) {
            for (int i = 0; i < 3; i++) {
                calls.http.call(Calls.post(server.uri("/" + i), null));
            }
            assertThat(server.connections).hasValue(1);
        }
    }

    @Test
    void connectionThatThePeerClosedInTheMeantimeIsNotUsed() throws Exception {
        try (RawServer server = RawServer.that(peer -> {
            peer.readRequest();
            peer.write(EMPTY_OK);
        })) {
            calls.http.call(Calls.post(server.uri("/"), null));
            Awaitility.await().until(() -> server.open() == 0);
            assertThat(calls.http.call(Calls.post(server.uri("/"), null)).status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({"429, Too Many", "503, Unavailable", "500, Error"})
    void retryAfterIsNotWaitedForInsideTheCall(int status, String text) throws Exception {
        try (RawServer server = RawServer.answering(
                "HTTP/1.1 " + status + " " + text + "\r\nRetry-After: 3600\r\nContent-Length: 0\r\n\r\n")) {
            Reply reply = calls.http.call(Calls.post(server.uri("/"), null));
            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.header("retry-after")).contains("3600");
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void redirectIsGivenAndNotFollowed() throws Exception {
        try (RawServer server =
                RawServer.answering("HTTP/1.1 302 Found\r\nLocation: /login?secret=1\r\nContent-Length: 0\r\n\r\n")) {
            Reply reply = calls.http.call(Calls.get(server.uri("/"), SOON));
            assertThat(reply.status()).isEqualTo(302);
            assertThat(reply.header("Location")).contains("/login?secret=1");
            assertThat(server.requests).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>Maintenance</html>", "\u0000\u0001{{env:HOME}}${body}"})
    void senselessBodiesAreGivenAsTheyAre(String body) throws Exception {
        try (RawServer server = RawServer.that(peer -> {
            peer.readRequest();
            peer.write("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=nonsense\r\n\r\n" + body);
        })) {
            assertThat(calls.http.call(Calls.get(server.uri("/"), SOON)).text()).isEqualTo(body);
        }
    }

    @Test
    void chunkedAnswerOfTheFullSizeIsRead() throws Exception {
        String body = "x".repeat(HttpLimits.ONE_MIB);
        try (RawServer server = RawServer.that(peer -> {
            peer.readRequest();
            peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            peer.write(Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n");
        })) {
            assertThat(calls.http.call(Calls.get(server.uri("/"), SOON)).body()).hasSize(HttpLimits.ONE_MIB);
        }
    }

    @Test
    void compressionThatWasNotAskedForIsUnderstood() throws Exception {
        byte[] body = gzip("{\"return\":1}");
        try (RawServer server = RawServer.that(peer -> {
            peer.readRequest();
            peer.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + body.length + "\r\n\r\n");
            peer.write(body);
        })) {
            Reply reply = calls.http.call(Calls.get(server.uri("/"), SOON));
            assertThat(reply.text()).isEqualTo("{\"return\":1}");
            assertThat(reply.headers()).isEmpty();
        }
    }

    static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
