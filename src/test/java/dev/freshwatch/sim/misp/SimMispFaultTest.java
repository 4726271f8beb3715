package dev.freshwatch.sim.misp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshwatch.sim.SimFault;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the simulated MISP misbehaves. */
class SimMispFaultTest {

    private final SimMisp misp = new SimMisp();
    private final MispWords words = new MispWords(misp);
    private final MispCaller caller = new MispCaller(misp.url());

    @AfterEach
    void stop() {
        misp.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        html                            | 200 | text/html                       | <h1>Maintenance</h1>
        retype:text/html                | 200 | text/html                       | "supervisord_status": true
        garbage                         | 200 | application/json;charset=UTF-8  | {"return":
        status:500                      | 500 | application/json; charset=UTF-8 | An Internal Error
        status:429                      | 429 | application/json; charset=UTF-8 | Rate limit exceeded.
        status:503                      | 503 | text/plain;charset=UTF-8        | Error
        redirect:login                  | 302 | text/html; charset=UTF-8        | ''
        redirect:http://127.0.0.2:9/x   | 302 | text/html; charset=UTF-8        | ''
        huge:5000000                    | 200 | application/json;charset=UTF-8  | "uuid"
        delay:0.05s                     | 200 | application/json; charset=UTF-8 | "supervisord_status": true
        drip:0.0001s                    | 200 | application/json; charset=UTF-8 | "supervisord_status": true
        """)
    void misbehavesOnce(String word, int status, String type, String part) throws Exception {
        words.apply(Map.of("fault", word, "action", "servers/getWorkers", "times", "1"));
        HttpResponse<String> answer = caller.get(SimMisp.ADMIN_KEY, "/servers/getWorkers");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).hasValue(type);
        assertThat(answer.body().contains(part)).as(part).isTrue();
        if (word.startsWith("huge")) {
            assertThat(answer.body().length()).isBetween(4_900_000, 5_100_000);
        }
        if (word.startsWith("redirect")) {
            String to = word.endsWith("login") ? misp.url() + "/users/login" : word.substring("redirect:".length());
            assertThat(answer.headers().firstValue("location")).hasValue(to);
        }
        assertThat(caller.workers().has("supervisord_status")).isTrue();
        assertThat(misp.calls("servers/getWorkers")).isEqualTo(2);
        assertThat(misp.requests().recent().get(0).status()).isEqualTo(status);
    }

    /** By POST, as a GET is asked again by the JDK's client. */
    @Test
    void breaksConnections() {
        for (SimFault fault : new SimFault[] {SimFault.reset(), SimFault.close(), SimFault.truncate()}) {
            misp.faults().next(1, "servers/restartdeadworkers", fault);
            assertThatThrownBy(() -> caller.change("restartDeadWorkers"))
                    .as(fault.toString())
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void restartsNothingWhereTheAnswerIsAnother() throws Exception {
        misp.workers().kill("email");
        misp.faults().next(1, "servers/restartdeadworkers", SimFault.html());
        assertThat(caller.change("restartDeadWorkers")).isEqualTo(200);
        assertThat(misp.workers().pids("email")).isEmpty();
        assertThat(misp.restartCalls()).isEqualTo(1);
    }

    @Test
    void isSlowWithEverything() throws Exception {
        misp.behaviour().latency(Duration.ofMillis(50));
        long started = System.nanoTime();
        caller.workers();
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(Duration.ofMillis(50));
    }

    @Test
    void losesItsWorkersWithRedis() throws Exception {
        words.apply(Map.of("redis", "gone"));
        assertThat(caller.workers().toString()).startsWith("{\"cache\":{\"ok\":false},");
        words.apply(Map.of("redis", "back"));
        assertThat(caller.workers().at("/cache").toString()).isEqualTo("{\"ok\":false,\"jobCount\":0}");
        assertThat(caller.change("restartDeadWorkers")).isEqualTo(200);
        assertThat(misp.workers().pids("default")).hasSize(2);
    }
}
