package dev.freshwatch.sim.misp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of workers in the two engines. */
class SimMispWorkersTest {

    private final AtomicLong nanos = new AtomicLong();
    private SimMisp misp;
    private MispCaller caller;

    private Workers misp(Engine engine, String version) {
        misp = new SimMisp(0, null, engine, version, InstantSource.system(), nanos::get);
        caller = new MispCaller(misp.url());
        return misp.workers();
    }

    private void passes(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @AfterEach
    void stop() {
        misp.close();
    }

    @Test
    void supervisorHidesTheDeadAndKeepsTheLiving() throws Exception {
        Workers workers = misp(Engine.SUPERVISOR, "2.5.1");
        List<Long> before = workers.pids("default");
        workers.kill(before.get(1));
        assertThat(caller.workers().at("/default/workers")).hasSize(1);
        assertThat(caller.workers().at("/default/ok").booleanValue()).isTrue();
        assertThat(caller.change("restartDeadWorkers")).isEqualTo(200);
        assertThat(workers.pids("default")).hasSize(2).contains(before.get(0)).doesNotContain(before.get(1));
    }

    @Test
    void supervisorStartsWhatDiesAgainAndAgain() throws Exception {
        Workers workers =
                misp(Engine.SUPERVISOR, "2.5.1").fragile("email", true).killAll("email");
        for (int i = 0; i < 3; i++) {
            assertThat(caller.change("restartDeadWorkers")).isEqualTo(200);
            assertThat(caller.workers().at("/email/ok").booleanValue()).isTrue();
            passes(Workers.FRAGILE_LIFE);
            assertThat(caller.workers().at("/email/ok").booleanValue()).isFalse();
        }
        assertThat(workers.fragile("email", false).pids("email")).isEmpty();
        assertThat(caller.change("startWorker/email")).isEqualTo(200);
        passes(Workers.FRAGILE_LIFE);
        assertThat(workers.pids("email")).hasSize(1);
    }

    @Test
    void supervisorLeavesSomeStoppedEverySecondTimeItRestartsAll() throws Exception {
        Workers workers = misp(Engine.SUPERVISOR, "2.5.1");
        assertThat(caller.change("restartWorkers")).isEqualTo(200);
        assertThat(living(workers)).isEqualTo(7);
        assertThat(caller.change("restartWorkers")).isEqualTo(200);
        assertThat(living(workers)).isBetween(4L, 6L);
        assertThat(caller.change("restartDeadWorkers")).isEqualTo(200);
        assertThat(living(workers)).isEqualTo(7);
    }

    private static long living(Workers workers) {
        return workers.queueNames().stream()
                .mapToLong(queue -> workers.pids(queue).size())
                .sum();
    }

    @Test
    void supervisorStartsAndStopsByName() throws Exception {
        Workers workers = misp(Engine.SUPERVISOR, "2.5.1");
        assertThat(caller.change("startWorker/rain")).isEqualTo(500);
        assertThat(caller.change("stopWorker/1")).isEqualTo(404);
        assertThat(caller.change("stopWorker/email_00")).isEqualTo(200);
        assertThat(caller.change("stopWorker/email_00")).isEqualTo(500);
        assertThat(workers.pids("email")).isEmpty();
        assertThat(caller.change("startWorker/email")).isEqualTo(200);
        assertThat(workers.pids("email")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void healingDoesNotTouchTheWrongAccount(Engine engine) throws Exception {
        Workers workers = misp(engine, "2.5.1").account("email", "nobody");
        JsonNode worker = caller.workers().at("/email/workers/0");
        assertThat(worker.get("alive").booleanValue()).isFalse();
        assertThat(worker.get("correct_user").booleanValue()).isFalse();
        List<Long> before = workers.pids("email");
        assertThat(caller.change("restartDeadWorkers")).isEqualTo(200);
        passes(Duration.ofSeconds(10));
        assertThat(workers.pids("email")).isEqualTo(before);
        assertThat(caller.workers().at("/email/ok").booleanValue()).isFalse();
    }

    @Test
    void resqueShowsTheDeadUntilTheyAreReplaced() throws Exception {
        misp(Engine.RESQUE, "2.5.1").queue("default", 2).kill("default").killAll("email");
        assertThat(caller.workers().at("/default/ok").booleanValue()).isTrue();
        assertThat(caller.workers().at("/default/workers")).hasSize(2);
        assertThat(caller.workers().at("/email/workers/0/ok").booleanValue()).isFalse();
        assertThat(caller.change("restartDeadWorkers")).isEqualTo(200);
        assertThat(caller.workers().at("/email").has("workers")).isFalse();
        assertThat(caller.workers().at("/default/workers")).hasSize(1);
        passes(Duration.ofSeconds(2));
        assertThat(caller.workers().at("/email/ok").booleanValue()).isTrue();
        assertThat(caller.workers().at("/default/workers")).hasSize(2);
    }

    @Test
    void resqueDoesNotStartWhatHasNoEntry() throws Exception {
        Workers workers = misp(Engine.RESQUE, "2.5.1").queue("cache", 0).killAll("scheduler");
        assertThat(caller.change("restartDeadWorkers")).isEqualTo(200);
        passes(Duration.ofSeconds(10));
        assertThat(workers.pids("cache")).isEmpty();
        assertThat(caller.workers().at("/scheduler").toString()).isEqualTo("{\"ok\":false}");
        assertThat(workers.pids("default")).hasSize(2);
        assertThat(caller.change("startWorker/cache")).isEqualTo(200);
        assertThat(caller.change("startWorker/rain")).isEqualTo(405);
        assertThat(caller.change("startWorker/update")).isEqualTo(403);
        assertThat(caller.change("stopWorker/1")).isEqualTo(200);
        assertThat(caller.change("restartWorkers")).isEqualTo(200);
        passes(Duration.ofSeconds(2));
        assertThat(workers.pids("scheduler")).hasSize(1);
        assertThat(workers.pids("cache")).hasSize(1);
    }

    @Test
    void resqueLosesWhatDiesAgain() throws Exception {
        misp(Engine.RESQUE, "2.5.1").fragile("email", true).killAll("email");
        assertThat(caller.change("restartDeadWorkers")).isEqualTo(200);
        passes(Duration.ofSeconds(2));
        assertThat(caller.workers().at("/email/ok").booleanValue()).isTrue();
        passes(Duration.ofSeconds(8));
        assertThat(caller.workers().at("/email/workers/0/alive").booleanValue()).isFalse();
        assertThat(caller.change("restartDeadWorkers")).isEqualTo(200);
        assertThat(caller.workers().at("/email").has("workers")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "RESQUE,     2.4.130, true,  false, false",
        "RESQUE,     2.4.133, false, false, false",
        "SUPERVISOR, 2.4.151, false, false, false",
        "SUPERVISOR, 2.4.152, false, true,  false",
        "SUPERVISOR, 2.5.18,  false, true,  true",
    })
    void fieldsComeAndGoWithVersions(
            Engine engine, String version, boolean deadIsOk, boolean supervisorStatus, boolean scheduler)
            throws Exception {
        misp(engine, version).killAll("email");
        JsonNode answer = caller.workers();
        assertThat(answer.at("/email/ok").booleanValue()).isEqualTo(deadIsOk);
        assertThat(answer.has("supervisord_status")).isEqualTo(supervisorStatus);
        assertThat(answer.at("/scheduler").has("jobCount")).isEqualTo(scheduler);
    }

    @Test
    void oldResqueShowsLostRedisAsBadQueues() throws Exception {
        misp(Engine.RESQUE, "2.4.150");
        misp.behaviour().redisGone(true);
        assertThat(caller.workers()).hasSize(6).allMatch(queue -> queue.toString()
                .equals("{\"ok\":false}"));
        assertThat(caller.change("restartDeadWorkers")).isEqualTo(500);
        assertThat(caller.get(SimMisp.USER_KEY, "/events/index/limit:1/page:1").statusCode())
                .isEqualTo(200);
    }

    @Test
    void tellsWhatItCanNotSee() throws Exception {
        misp(Engine.SUPERVISOR, "2.5.1").account("email", "nobody");
        misp.behaviour().procHidden(true).controls(null);
        JsonNode answer = caller.workers();
        assertThat(answer.at("/cache/workers/0/alive").textValue()).isEqualTo("N/A");
        assertThat(answer.at("/cache/ok").booleanValue()).isTrue();
        assertThat(answer.at("/email/ok").booleanValue()).isFalse();
        assertThat(answer.get("proc_accessible").booleanValue()).isFalse();
        assertThat(answer.get("controls").intValue()).isEqualTo(1);
        misp.behaviour().controls(false);
        assertThat(caller.workers().get("controls").booleanValue()).isFalse();
        assertThat(caller.change("restartDeadWorkers")).as("advice only").isEqualTo(200);
    }

    @Test
    void showsWorkersThatRunElsewhereAsDeadOnesOfNobody() throws Exception {
        misp(Engine.SUPERVISOR, "2.5.1");
        misp.behaviour().workersElsewhere(true);
        JsonNode answer = caller.workers();
        for (String queue : new String[] {"cache", "default", "email", "prio", "update"}) {
            assertThat(answer.at("/" + queue + "/ok").booleanValue()).isFalse();
            assertThat(answer.at("/" + queue + "/workers")).isNotEmpty().allSatisfy(worker -> {
                assertThat(worker.get("alive").booleanValue()).isFalse();
                assertThat(worker.get("correct_user").booleanValue()).isFalse();
                assertThat(worker.get("ok").booleanValue()).isFalse();
            });
        }
        misp.behaviour().workersElsewhere(false);
        assertThat(caller.workers().at("/cache/ok").booleanValue()).isTrue();
    }

    @Test
    void countsJobsThatGrow() throws Exception {
        Workers workers = misp(Engine.SUPERVISOR, "2.5.1").jobs("prio", 3, Duration.ofSeconds(10));
        passes(Duration.ofSeconds(25));
        assertThat(caller.workers().at("/prio/jobCount").intValue()).isEqualTo(5);
        workers.jobs("prio", 0);
        assertThat(caller.workers().at("/prio/jobCount").intValue()).isZero();
    }

    @Test
    void canBeMadeToAnswerWhatNoMispAnswers() throws Exception {
        misp(Engine.SUPERVISOR, "2.5.1").withoutOk("cache", true).queue("a \"new\" one", 1);
        JsonNode answer = caller.workers();
        assertThat(answer.get("cache").has("ok")).isFalse();
        assertThat(answer.at("/a \"new\" one/ok").booleanValue()).isTrue();
        misp.workers().removeQueue("a \"new\" one");
        assertThat(caller.workers().has("a \"new\" one")).isFalse();
    }
}
