package dev.freshwatch.service;

import static dev.freshwatch.service.HttpServiceTest.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.FreshnessCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a route of a user's own says to {@code direct:observe}. What it says wrongly is unknown, never ok. */
class ReportedChecksTest {

    private static final Instant NOW = Instant.parse("2026-11-20T17:00:00Z");

    private final AtomicLong nanoTime = new AtomicLong(-5);

    @TempDir
    private Path promises;

    private ReportedChecks observed;

    @BeforeEach
    void start() throws IOException {
        observed = new ReportedChecks(
                check -> check.value().equals("service/wiki/http"),
                InstantSource.fixed(NOW),
                nanoTime::get,
                promises.resolve("promises"));
        observed.begin();
    }

    private List<String> outcomes(List<Answer> answers) {
        return new FreshnessCheck()
                .judge(answers).stream()
                        .map(finding -> finding.name() + " " + outcome(finding))
                        .toList();
    }

    private List<String> say(Object body) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setBody(body);
        return outcomes(observed.readAnswer(exchange));
    }

    private static Arguments row(Object body, String outcome) {
        return Arguments.of(body, outcome);
    }

    static Stream<Arguments> maps() {
        Instant past = NOW.minus(Duration.ofMinutes(47));
        return Stream.of(
                row(Map.of("ok", true), "queue depth ok up: reported as ok"),
                row(Map.of("ok", "true", "text", "3 waiting"), "queue depth ok up: 3 waiting"),
                row(Map.of("ok", false, "text", "900\nwaiting"), "queue depth critical down: 900 waiting"),
                row(
                        Map.of("ok", "yes"),
                        "queue depth unknown unreadable: its route sends a map in which 'ok' is neither"),
                row(Map.of("state", "warning", "text", "slow"), "queue depth warning degraded: slow"),
                row(Map.of("state", "critical"), "queue depth critical down: is not ok"),
                row(Map.of("state", "unknown", "text", "?"), "queue depth unknown failed: ?"),
                row(
                        Map.of("state", "OK"),
                        "queue depth unknown unreadable: its route sends a map in which 'state' is not"),
                row(Map.of("error", "no login"), "queue depth unknown failed: no login"),
                row(
                        Map.of("lastActivity", past, "errorAfter", "20m"),
                        "queue depth critical stale: newest depth is 47 min"),
                row(
                        Map.of("lastActivity", Date.from(past), "warnAfter", Duration.ofMinutes(20)),
                        "queue depth warning stale"),
                row(
                        Map.of("lastActivity", past.toEpochMilli(), "errorAfter", "1h"),
                        "queue depth ok fresh: newest depth"),
                row(Map.of("lastActivity", past.toString(), "now", past, "errorAfter", "1m"), "queue depth ok fresh"),
                row(
                        Map.of("lastActivity", past),
                        "queue depth unknown unreadable: its route sends a map in which there is no"),
                row(
                        Map.of("lastActivity", "soon", "errorAfter", "1h"),
                        "queue depth unknown unreadable: its route sends"),
                row(
                        Map.of("ok", true, "every", "5"),
                        "queue depth unknown unreadable: its route sends a map in which 'every'"),
                row(
                        Map.of("ok", true, "state", "ok"),
                        "queue depth unknown unreadable: its route sends a map in which there is more than one"),
                row(
                        Map.of("text", "hello"),
                        "queue depth unknown unreadable: its route sends a map in which there is no result"),
                row(
                        Map.of("ok", true, "evry", "1m"),
                        "queue depth unknown unreadable: its route sends a map in which 'evry' is"
                                + " not known: did you mean every?"));
    }

    @ParameterizedTest
    @MethodSource("maps")
    void whatIsSaidIsJudged(Map<String, Object> more, String outcome) {
        Map<String, Object> map = new HashMap<>(more);
        map.put("check", "service/queue/depth");

        assertThat(say(map)).hasSize(1).allMatch(said -> said.startsWith(outcome));
    }

    @Test
    void whatHasNoUsableCheckIsNoAnswer() {
        List<Object> bodies = new ArrayList<>(List.of(
                "ok",
                Map.of("ok", true),
                Map.of("check", "esm/soc/session", "ok", true),
                Map.of("check", "service/a b/c", "ok", true),
                Map.of("check", "service/queue", "ok", true),
                Map.of("check", "service/../..", "ok", true, "every", "1m"),
                Map.of("check", "service/wiki/http", "ok", true)));
        bodies.add(null);

        assertThat(bodies).allSatisfy(body -> assertThat(say(body)).isEmpty());
    }

    @Test
    void oneThatDoesNotReportAsItSaidCanNotBeJudgedAnyMore() {
        say(Map.of("check", "service/queue/depth", "name", "Queue", "ok", true, "every", "1m"));
        say(Map.of("check", "service/other/depth", "ok", true));
        nanoTime.addAndGet(Duration.ofSeconds(122).toNanos());
        assertThat(observed.findOverdue()).isEmpty();

        nanoTime.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(outcomes(observed.findOverdue()))
                .containsExactly(
                        "Queue depth unknown timeout: its route has not reported for more than twice its interval");

        say(Map.of("check", "service/queue/depth", "ok", true, "every", "1m"));
        assertThat(observed.findOverdue()).isEmpty();
    }

    /** Its route has moved to another node. */
    @Test
    void oneThatAnotherNodeReportsIsNotLate() {
        say(Map.of("check", "service/queue/depth", "name", "Queue", "ok", true, "every", "1m"));
        nanoTime.addAndGet(Duration.ofSeconds(200).toNanos());
        Duration longest = Duration.ofSeconds(123);

        observed.beside((check, within) -> check.equals(new CheckId("service/queue/depth")) && within.equals(longest));
        assertThat(observed.findOverdue()).isEmpty();
        assertThat(observed.with(check -> false).findOverdue()).isEmpty();

        observed.beside((check, within) -> false);
        assertThat(observed.findOverdue()).hasSize(1);
    }

    @Test
    void aPromiseOutlivesARestartUntilItIsTakenBack() throws Exception {
        say(Map.of("check", "service/queue/depth", "name", "Queue", "ok", true, "every", "1m"));

        start();
        assertThat(observed.findOverdue()).isEmpty();
        nanoTime.addAndGet(Duration.ofSeconds(124).toNanos());
        assertThat(outcomes(observed.findOverdue()))
                .hasSize(1)
                .allMatch(said -> said.startsWith("Queue depth unknown timeout"));

        say(Map.of("check", "service/queue/depth", "name", "Queue", "ok", true));
        start();
        nanoTime.addAndGet(Duration.ofDays(1).toNanos());
        assertThat(observed.findOverdue()).isEmpty();
    }
}
