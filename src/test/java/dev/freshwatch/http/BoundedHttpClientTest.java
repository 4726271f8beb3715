package dev.freshwatch.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshwatch.http.HttpCaller.Call;
import dev.freshwatch.tls.Trust;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guard alone, as a sink's route uses it, and many calls at once. */
class BoundedHttpClientTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

    @Test
    void sinkRouteGetsTheDefaultDeadlineWithoutACaller() throws Exception {
        try (RawServer server = RawServer.that(peer -> {
            peer.readRequest();
            peer.drip("HTTP/1.1 200 ");
        })) {
            long start = System.nanoTime();
            Exchange sent = post(server.uri("/hook?key=s3cr3t"), HttpLimits.of(Duration.ofMillis(500)));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Calls.LATE);
            assertThat(sent.getException())
                    .isInstanceOf(NoAnswer.class)
                    .hasMessage("answer not complete within 500 ms");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 404, 429, 503})
    void sinkRouteFailsOnceForABadStatus(int status) throws Exception {
        try (RawServer server = RawServer.answering(
                "HTTP/1.1 " + status + " No\r\nRetry-After: 3600\r\nLocation: /x\r\nContent-Length: 4\r\n\r\nnope")) {
            Exchange sent = post(server.uri("/hook"), Calls.limits());
            assertThat(sent.getException()).isInstanceOfSatisfying(HttpOperationFailedException.class, failed -> {
                assertThat(failed.getStatusCode()).isEqualTo(status);
                assertThat(failed.getResponseHeaders()).containsEntry("Retry-After", "3600");
                assertThat(failed.getResponseBody()).isEqualTo("nope");
            });
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void sinkRouteIsProtectedFromABomb() throws Exception {
        byte[] bomb = CamelHttpTest.gzip("0".repeat(20_000_000));
        try (RawServer server = RawServer.that(peer -> {
            peer.readRequest();
            peer.write("HTTP/1.1 500 No\r\nContent-Encoding: gzip\r\nContent-Length: " + bomb.length + "\r\n\r\n");
            peer.write(bomb);
        })) {
            assertThat(post(server.uri("/hook"), Calls.limits()).getException())
                    .hasMessage("answer is longer than 1 MiB");
        }
    }

    private static Exchange post(URI uri, HttpLimits limits) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("webhookHttp", new BoundedHttpClient(Trust.of(null, false), limits));
            camel.start();
            try (ProducerTemplate template = camel.createProducerTemplate()) {
                String query = uri.getRawQuery() == null ? "?" : "?" + uri.getRawQuery() + "&";
                String endpoint = uri.toString().replaceAll("[?].*", "") + query
                        + "httpMethod=POST&httpClientConfigurer=#webhookHttp&throwExceptionOnFailure=true";
                return template.send(endpoint, exchange -> exchange.getMessage().setBody("{}"));
            }
        }
    }

    @Test
    void interruptedCallEndsAtOnceAndStaysInterrupted() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        AtomicReference<NoAnswer> failure = new AtomicReference<>();
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        try (RawServer server = RawServer.that(peer -> {
                    peer.readRequest();
                    asked.countDown();
                    peer.hang();
                });
                Calls calls = new Calls(Calls.limits())) {
            Thread caller = new Thread(() -> {
                try {
                    calls.http.call(Calls.get(server.uri("/"), Duration.ofSeconds(60)));
                } catch (NoAnswer e) {
                    failure.set(e);
                }
                interrupted.set(Thread.currentThread().isInterrupted());
            });
            caller.start();
            assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
            long start = System.nanoTime();
            caller.interrupt();
            caller.join(Calls.LATE.toMillis());
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Calls.LATE);
            assertThat(failure.get()).hasMessage("call was cancelled");
            assertThat(interrupted.get()).isTrue();
            Awaitility.await().until(() -> server.open() == 0);
        }
    }

    @Test
    void moreCallsThanConnectionsWaitForTheirTurn() throws Exception {
        AtomicInteger most = new AtomicInteger();
        AtomicInteger now = new AtomicInteger();
        RawServer.Behaviour counting = peer -> {
            while (peer.readRequest()) {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                peer.awaitRead();
                now.decrementAndGet();
                peer.write(OK);
            }
        };
        try (RawServer server = RawServer.that(counting);
                Calls calls = new Calls(Calls.limits().withConnections(2))) {
            List<Future<Reply>> replies = atOnce(6, calls, server.uri("/"), Duration.ofSeconds(60));
            for (Future<Reply> reply : replies) {
                assertThat(reply.get().status()).isEqualTo(200);
            }
            assertThat(most).hasValue(2);
        }
    }

    @Test
    void waitingForATurnCountsAgainstTheTime() throws Exception {
        CountDownLatch taken = new CountDownLatch(1);
        try (RawServer server = RawServer.that(peer -> {
                    peer.readRequest();
                    taken.countDown();
                    peer.hang();
                });
                Calls calls = new Calls(Calls.limits().withConnections(1))) {
            Future<Reply> first =
                    atOnce(1, calls, server.uri("/"), Duration.ofMinutes(1)).get(0);
            assertThat(taken.await(60, TimeUnit.SECONDS)).isTrue();

            NoAnswer none = catchThrowableOfType(
                    NoAnswer.class, () -> calls.http.call(Calls.get(server.uri("/"), Duration.ofMillis(300))));
            assertThat(none).hasMessage("no free connection within 300 ms");
            assertThat(none.kind()).isEqualTo(NoAnswer.Kind.NOT_STARTED);
            assertThat(first).isNotDone();
            assertThat(server.connections).hasValue(1);
        }
    }

    @Test
    void manyCallsOfEveryFateLeaveNothingBehind() throws Exception {
        AtomicInteger number = new AtomicInteger();
        RawServer.Behaviour mixed = peer -> {
            while (peer.readRequest()) {
                switch (number.getAndIncrement() % 5) {
                    case 0 -> peer.hang();
                    case 1 -> peer.drip("HTTP/1.1 200 ");
                    case 2 -> peer.reset();
                    case 3 -> peer.write("HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n");
                    default -> peer.write(OK);
                }
            }
        };
        try (RawServer server = RawServer.that(mixed)) {
            try (Calls calls = new Calls(Calls.limits().withConnections(100))) {
                // nothing is sent twice, so that the server can count what became of each
                List<Future<Reply>> replies = atOnce(100, calls, once(server.uri("/"), Duration.ofSeconds(6)));
                Map<String, Long> fates = replies.stream()
                        .map(reply -> String.valueOf(messageOf(reply)))
                        .collect(Collectors.groupingBy(fate -> fate, Collectors.counting()));
                assertThat(fates)
                        .containsOnly(
                                Map.entry("null", 20L),
                                Map.entry("no answer within 6 s", 20L),
                                Map.entry("answer not complete within 6 s", 20L),
                                Map.entry("connection was closed before an answer", 20L),
                                Map.entry("answer is longer than 1 MiB", 20L));
            }
            Awaitility.await().until(() -> server.open() == 0);
        }
        Awaitility.await().until(() -> workers() == 0);
    }

    /** @return null for an answer */
    private static String messageOf(Future<Reply> reply) {
        try {
            reply.get(60, TimeUnit.SECONDS);
            return null;
        } catch (TimeoutException e) {
            return "did not end";
        } catch (ExecutionException e) {
            return e.getCause().getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private static Call once(URI uri, Duration timeout) {
        return new Call("POST", uri, Map.of(), "{}", timeout, false);
    }

    private static List<Future<Reply>> atOnce(int count, Calls calls, URI uri, Duration timeout) {
        return atOnce(count, calls, Calls.get(uri, timeout));
    }

    private static List<Future<Reply>> atOnce(int count, Calls calls, Call call) {
        ExecutorService callers = Executors.newFixedThreadPool(count);
        List<Future<Reply>> replies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            replies.add(callers.submit(() -> calls.http.call(call)));
        }
        callers.shutdown();
        return replies;
    }

    private static long workers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("freshwatch-http-"))
                .count();
    }
}
