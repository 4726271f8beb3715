package dev.freshwatch.esm;

import static dev.freshwatch.esm.ScriptedEsm.none;
import static dev.freshwatch.esm.ScriptedEsm.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Absent;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.http.NoAnswer;
import dev.freshwatch.http.Reply;
import dev.freshwatch.platform.Deadline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every call of a cycle against every failure: what passes is asked again, at most twice; what does not is not. */
class EsmRetryTest {

    private static final List<String> CALLS = List.of(
            "login",
            "essmgtGetESSTime",
            "devGetDeviceList",
            "alarmGetTriggeredAlarms",
            "qryExecuteDetail",
            "qryGetStatus",
            "qryGetResults");

    private final FakeTime time = new FakeTime();
    private final ScriptedEsm esm = new ScriptedEsm(time)
            .always("alarmGetTriggeredAlarms", ScriptedEsm.json("[{\"triggeredDate\":\"11/20/2026 11:58:00\"}]", 200))
            .always("qryGetResults", ScriptedEsm.row(time, ScriptedEsm.RECEIVER, Duration.ofMinutes(3)));
    private final TestEsm settings = new TestEsm().receiver(Long.parseLong(ScriptedEsm.RECEIVER));

    private Map<String, Observation> cycle() {
        EsmClient client = new EsmClient(settings.settings(), esm, time);
        return Cycles.observations(Cycles.inTurn(client));
    }

    private static ScriptedEsm.Answer asking(int status, String retryAfter) {
        return call -> new Reply(
                status,
                Map.of("content-type", List.of("text/plain"), "retry-after", List.of(retryAfter)),
                "slow down".getBytes(StandardCharsets.UTF_8),
                Duration.ofMillis(1));
    }

    /** Calls × what goes wrong in passing. */
    static Stream<Arguments> passing() {
        Map<String, ScriptedEsm.Answer> failures = Map.of(
                "500", text(500, "Error processing request, see server logs for more details"),
                "503", text(503, ""),
                "429", text(429, ""),
                "429, wait 2 s", asking(429, "2"),
                "503, until 5 s later", asking(503, "Friday, 20-Nov-26 12:00:05 GMT"),
                "503, until a time that was", asking(503, "Fri, 20 Nov 2026 11:00:00 GMT"),
                "503, whenever you like", asking(503, "whenever you like"),
                "query limit", text(500, "Maximum number of queries reached"),
                "dropped", none(NoAnswer.Kind.DROPPED));
        return CALLS.stream().flatMap(call -> failures.entrySet().stream()
                .map(failure -> Arguments.of(call, failure.getKey(), failure.getValue())));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("passing")
    void isAskedAgainTwice(String command, String failure, ScriptedEsm.Answer answer) {
        esm.once(command, answer, answer);
        assertThat(cycle().values()).noneMatch(Unanswered.class::isInstance).noneMatch(Absent.class::isInstance);
        assertThat(esm.count(command)).isEqualTo(3);
        assertThat(esm.count("qryClose")).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("passing")
    void isUnknownAfterThat(String command, String failure, ScriptedEsm.Answer answer) {
        esm.once(command, answer, answer, answer);
        boolean hidden = command.equals("devGetDeviceList");
        assertThat(cycle().values().stream().anyMatch(Unanswered.class::isInstance))
                .isEqualTo(!hidden);
    }

    /** Calls × what stays, or may have been done. */
    static Stream<Arguments> staying() {
        List<Arguments> all = new ArrayList<>();
        for (String call : CALLS) {
            all.add(Arguments.of(call, "400", text(400, "ERROR_BadRequest (60)")));
            all.add(Arguments.of(call, "500, argument", text(500, "ERROR_BadRequest (60)")));
            all.add(Arguments.of(call, "500, filter", text(500, "ERROR_InvalidFilter (228)")));
            all.add(Arguments.of(call, "500, input", text(500, "Input Validation Error")));
            all.add(Arguments.of(call, "wait an hour", asking(429, "3600")));
            all.add(Arguments.of(call, "wait until", asking(503, "Fri, 20 Nov 2026 13:00:00 GMT")));
            all.add(Arguments.of(call, "too long", none(NoAnswer.Kind.TOO_LONG)));
            all.add(Arguments.of(call, "no connection", none(NoAnswer.Kind.NOT_CONNECTED)));
        }
        for (String startup : List.of("login", "qryExecuteDetail")) {
            all.add(Arguments.of(startup, "half an answer", none(NoAnswer.Kind.BROKEN)));
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("staying")
    void isNotAskedAgain(String command, String failure, ScriptedEsm.Answer answer) {
        esm.always(command, answer);
        cycle();
        // A refused login tries both encodings; a running query is asked on after whatever happens.
        boolean encodings = command.equals("login") && failure.equals("400");
        boolean running = command.startsWith("qryGet") && failure.equals("no connection");
        assertThat(esm.count(command)).isEqualTo(encodings ? 2 : running ? 3 : 1);
    }

    @Test
    void pausesGrow() {
        List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
        EsmRetry retry = new EsmRetry(pauses::add);
        Deadline deadline = Deadline.in(time, Duration.ofMinutes(1), "the time of this cycle");
        EsmException failure = new EsmException(Reason.FAILED, "500");

        EsmException last = null;
        try {
            retry.reading(deadline, () -> {
                throw failure;
            });
        } catch (EsmException thrown) {
            last = thrown;
        }

        assertThat(last).isSameAs(failure);
        assertThat(pauses).containsExactly(Duration.ofMillis(300), Duration.ofMillis(1200));
    }
}
