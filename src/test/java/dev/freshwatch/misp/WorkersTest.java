package dev.freshwatch.misp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshwatch.InEachLanguage;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.misp.QueueMemory.Row;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no recorded answer shows: shapes that are not understood, numbers, and jobs that only grow. */
@InEachLanguage
class WorkersTest {

    private final OneMisp misp = new OneMisp();

    private static ObjectNode good() {
        return (ObjectNode) Samples.json("workers_all_ok");
    }

    private Finding look(JsonNode answer) {
        misp.answer(WorkersReading.PATH, Samples.reply(answer));
        return misp.cycle().get("workers");
    }

    private Finding look(Consumer<ObjectNode> change) {
        ObjectNode answer = good();
        change.accept(answer);
        return look(answer);
    }

    private static ObjectNode queue(ObjectNode answer, String name) {
        return (ObjectNode) answer.get(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            workers_redis_down        | down: Redis is gone, so no queue works
            workers_supervisor_down   | down: the supervisor of the workers is gone
            workers_redis_back        | down: cache has no good worker, default has no good worker, email has no good worker, prio has no good worker, update has no good worker
            workers_prio_killed       | down: email has no good worker
            workers_email_queue_empty | down: email has no good worker
            workers_wrong_user        | down: email has workers under a wrong account
            """)
    void theCauseNamesTheQueuesAndHowTheyAre(String sample, String cause) {
        misp.cycle();

        assertThat(look(Samples.json(sample)).cause()).isEqualTo(cause);
    }

    /** One of two workers is dead, then it is gone, then one of five is there: the same in other numbers. */
    @Test
    void theCauseHasNoNumbers() {
        ObjectNode answer = good();
        ObjectNode queue = queue(answer, "default");
        ArrayNode workers = (ArrayNode) queue.get("workers");
        ObjectNode dead = workers.get(0).deepCopy();
        workers.add(dead.put("pid", 4711).put("ok", false).put("alive", false));
        Finding first = look(answer);
        workers.add(dead.deepCopy().put("pid", 4712));
        Finding second = look(answer);

        assertThat(first.text()).isNotEqualTo(second.text());
        assertThat(first.cause()).isEqualTo(second.cause()).isEqualTo("degraded: default has fewer workers");
    }

    @Test
    void whatDoesNotSayWhetherItIsOkIsNeitherGoodNorBad() {
        misp.cycle();
        for (Consumer<ObjectNode> change : java.util.List.<Consumer<ObjectNode>>of(
                answer -> queue(answer, "default").remove("ok"),
                answer -> queue(answer, "default").put("ok", "true"),
                answer -> queue(answer, "default").put("ok", 1),
                answer -> queue(answer, "default").removeAll(),
                answer -> answer.putArray("default"),
                answer -> answer.putNull("default"),
                answer -> queue(answer, "default").put("workers", "two"),
                answer -> ((ObjectNode) queue(answer, "default").get("workers").get(0)).remove("ok"),
                answer -> ((ObjectNode) queue(answer, "default").get("workers").get(0)).put("ok", "true"),
                ObjectNode::removeAll)) {
            Finding finding = look(change);

            assertThat(OneMisp.outcome(finding)).as(finding.text()).isEqualTo("unknown unreadable");
            assertThat(misp.verdict()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "true",
                "[]",
                "[[]]",
                "[\"a\",\"b\"]",
                "{\"cache\":{\"ok\":true,\"workers\":[{\"ok\":true}]}",
                "{\"cache\":{\"ok\":false},\"cache\":{\"ok\":true,\"workers\":[{\"ok\":true}]}}",
                "{\"cache\":{\"ok\":true,\"workers\":[{\"ok\":true}]}} {}",
            })
    void whatIsNotSuchJsonIsUnreadable(String body) {
        misp.answer(WorkersReading.PATH, Samples.reply(200, "application/json", body));
        assertThat(OneMisp.outcome(misp.cycle().get("workers"))).isEqualTo("unknown unreadable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html; charset=UTF-8", "text/plain", "application/octet-stream", ""})
    void jsonUnderAnotherContentTypeIsUnreadable(String type) {
        misp.answer(WorkersReading.PATH, Samples.reply(200, type, good().toString()));
        assertThat(OneMisp.outcome(misp.cycle().get("workers"))).isEqualTo("unknown unreadable");
    }

    @Test
    void moreQueuesThanAnyMispHasAreUnreadableAndNotLearnt() {
        Finding flood = look(answer -> {
            for (int i = 0; i <= WorkersReading.MOST_QUEUES; i++) {
                answer.putObject("queue-" + i)
                        .put("ok", true)
                        .putArray("workers")
                        .addObject()
                        .put("ok", true);
            }
        });

        assertThat(OneMisp.outcome(flood)).isEqualTo("unknown unreadable");
        assertThat(OneMisp.outcome(look(answer -> {}))).isEqualTo("ok up");
    }

    @Test
    void aQueueOfANewNameIsAQueue() {
        assertThat(look(answer -> answer.putObject("quantum").put("ok", false).put("jobCount", 3))
                        .text())
                .isEqualTo("no worker in quantum");
        assertThat(look(answer -> answer.putObject("diagnosis").put("took", 3)).text())
                .isEqualTo("7 good workers in 5 queues");
    }

    @Test
    void aQueueThatIsGoneFromTheListIsDown() {
        misp.cycle();

        Finding finding = look(answer -> answer.remove("prio"));

        assertThat(OneMisp.outcome(finding)).isEqualTo("critical down");
        assertThat(finding.text()).isEqualTo("queue prio (2 expected) is not listed");
    }

    @Test
    void whatIsConfiguredStandsAboveWhatWasSeen() {
        misp.workers(Map.of("default", 1, "prio", 3), Set.of("scheduler", "email"));
        misp.remembered.putAll(Map.of("default", 5, "cache", 1, "email", 9));

        Finding finding = misp.cycle().get("workers");

        assertThat(OneMisp.outcome(finding)).isEqualTo("warning degraded");
        assertThat(finding.text()).isEqualTo("prio has 2 of 3 workers");
        assertThat(misp.remembered).isEqualTo(Map.of("cache", 1, "email", 9, "update", 1));
    }

    @Test
    void anOldVersionSaysThatAQueueIsOkWhoseOnlyWorkerIsDead() {
        Finding finding = look(answer -> {
            ObjectNode worker =
                    (ObjectNode) queue(answer, "email").get("workers").get(0);
            worker.put("ok", false).put("alive", false);
        });

        assertThat(OneMisp.outcome(finding)).isEqualTo("critical down");
        assertThat(finding.text()).isEqualTo("email: worker 23495 is dead");
        assertThat(misp.verdict().healable()).isTrue();
    }

    @Test
    void whereLivenessCanNotBeSeenWhatMispSaysIsTaken() {
        Finding finding = look(answer -> answer.properties()
                .forEach(member -> member.getValue().path("workers").forEach(worker -> ((ObjectNode) worker)
                        .put("alive", "N/A"))));

        assertThat(OneMisp.outcome(finding)).isEqualTo("ok up");
        assertThat(finding.text()).isEqualTo("7 good workers in 5 queues; MISP cannot see whether they are alive");
    }

    @Test
    void onlyAWorkerUnderTheWrongAccountAmongGoodOnesIsNotHealed() {
        misp.cycle();
        Finding finding = look(
                answer -> ((ObjectNode) queue(answer, "default").get("workers").get(0))
                        .put("ok", false)
                        .put("alive", false)
                        .put("correct_user", false)
                        .put("user", "nobody"));

        assertThat(finding.text())
                .isEqualTo("default has 1 of 2 workers (worker 23493 runs under the wrong account (nobody))");
        assertThat(misp.verdict().healable()).isFalse();
    }

    @Test
    void controlsThatAreOffAreRespectedAndOneMeansOn() {
        misp.cycle();
        Consumer<ObjectNode> dead =
                answer -> queue(answer, "email").put("ok", false).remove("workers");

        assertThat(look(dead.andThen(answer -> answer.put("controls", false))).text())
                .isEqualTo("no worker in email; MISP does not control its workers");
        assertThat(misp.verdict().healable()).isFalse();
        look(dead.andThen(answer -> answer.put("controls", 1)));
        assertThat(misp.verdict().healable()).isTrue();
    }

    @Test
    void textOfAnAnswerIsData() {
        Finding finding = look(answer -> {
            ObjectNode bad = JsonNodeFactory.instance.objectNode();
            bad.put("ok", false).put("pid", "1\r\nX: y").put("user", "a\u202eb").put("correct_user", false);
            answer.putObject("evil\r\nqueue")
                    .put("ok", true)
                    .putArray("workers")
                    .add(bad);
        });

        assertThat(finding.text()).isEqualTo("evil  queue: worker 1  X: y runs under the wrong account (a b)");
    }

    @Test
    void jobsThatOnlyGrowAreDegradedAndNotHealed() {
        for (int jobs : new int[] {4, 9, 9}) {
            assertThat(OneMisp.outcome(look(answer -> queue(answer, "prio").put("jobCount", jobs))))
                    .isEqualTo("ok up");
        }
        Finding finding = look(answer -> queue(answer, "prio").put("jobCount", 10));

        assertThat(OneMisp.outcome(finding)).isEqualTo("warning degraded");
        assertThat(finding.text())
                .isEqualTo("prio: stuck: 10 jobs wait, 6 more than 3 observations ago, and never fewer in between");
        assertThat(misp.verdict().healable()).isFalse();
        assertThat(OneMisp.outcome(look(answer -> queue(answer, "prio").put("jobCount", 8))))
                .as("one that was done")
                .isEqualTo("ok up");
    }

    private Finding jobs(int waiting) {
        return look(answer -> queue(answer, "prio").put("jobCount", waiting));
    }

    @Test
    void jobsThatOnlyGrowAreStillKnownAfterARestartButNotAfterLong() {
        jobs(4);
        jobs(9);
        misp.restart();
        jobs(9);
        misp.restart();
        assertThat(jobs(10).text())
                .isEqualTo("prio: stuck: 10 jobs wait, 6 more than 3 observations ago, and never fewer in between");

        misp.pass(Duration.ofMinutes(61));
        misp.restart();
        assertThat(OneMisp.outcome(jobs(10))).isEqualTo("ok up");
    }

    /** Whether they only grew meanwhile nobody knows: hours may have been without an answer. */
    @Test
    void whatWasSeenBeforeALongGapCountsForNothing() {
        jobs(4);
        jobs(5);
        jobs(5);
        misp.pass(Duration.ofMinutes(59));
        assertThat(OneMisp.outcome(jobs(6))).as("not yet forgotten").isEqualTo("warning degraded");
        jobs(1);
        jobs(5);
        jobs(5);
        misp.pass(Duration.ofMinutes(61));
        assertThat(OneMisp.outcome(jobs(6))).isEqualTo("ok up");
    }

    @Test
    void aLookBesideTheWatchSaysWhatThatSaysAndCountsForNothing() {
        jobs(4);
        jobs(9);
        jobs(9);
        misp.beside();
        assertThat(OneMisp.outcome(jobs(10)))
                .as("the watch has not judged so yet")
                .isEqualTo("ok up");
        assertThat(OneMisp.outcome(jobs(11))).isEqualTo("ok up");

        OneMisp other = new OneMisp();
        other.rememberedJobs.putAll(Map.of("prio", new Row(4, 10, 3)));
        other.lookedNow();
        other.beside();
        other.answer(WorkersReading.PATH, Samples.reply(prio(10)));
        assertThat(other.cycle().get("workers").text())
                .isEqualTo("prio: stuck: 10 jobs wait, 6 more than 3 observations ago, and never fewer in between");
        other.restart();
        other.answer(WorkersReading.PATH, Samples.reply(prio(9)));
        assertThat(OneMisp.outcome(other.cycle().get("workers")))
                .as("one was done")
                .isEqualTo("ok up");
        assertThat(other.rememberedJobs).isEqualTo(Map.of("prio", new Row(4, 10, 3)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            # counts | jobs  | jobs that wait | what is found
            false    | false | 0              | ok up
            true     | false | 0              | unknown unreadable
            false    | true  | 0              | ok up
            false    | true  | 7              | unknown unreadable
            true     | true  | 7              | unknown unreadable
            """)
    void whereWhatWasLearntWouldDecideAndCannotBeReadItIsUnknown(
            boolean counts, boolean jobs, int waiting, String outcome) {
        misp.beside();
        misp.unreadable(counts, jobs);

        Finding finding = look(prio(waiting));

        assertThat(OneMisp.outcome(finding)).isEqualTo(outcome);
        if (!outcome.startsWith("ok")) {
            assertThat(finding.text())
                    .contains("what was learnt from earlier observations cannot be read from the store");
            assertThat(misp.verdict()).as("nothing to heal by").isNull();
        }
    }

    @Test
    void whatIsBadByItselfIsSaidWithoutWhatWasLearnt() {
        misp.unreadable(true, true);
        misp.answer(WorkersReading.PATH, Samples.reply("workers_redis_back"));
        assertThat(OneMisp.outcome(misp.cycle().get("workers"))).isEqualTo("critical down");
    }

    @Test
    void whatCouldNotBeReadAtTheStartIsReadAtALaterLook() {
        misp.remembered.put("prio", 99);
        misp.rememberedJobs.putAll(Map.of("default", new Row(4, 10, 3)));
        misp.lookedNow();
        misp.unreadable(true, true);
        assertThat(OneMisp.outcome(look(prio(1)))).isEqualTo("unknown unreadable");
        assertThat(misp.rememberedJobs).as("not written over").containsOnlyKeys("default");
        misp.remembered.put("prio", 99);

        misp.unreadable(false, false);
        Finding finding = look(prio(1));
        assertThat(OneMisp.outcome(finding)).isEqualTo("warning degraded");
        assertThat(finding.text()).contains("of 99 workers");
    }

    private static ObjectNode prio(int waiting) {
        ObjectNode answer = good();
        queue(answer, "prio").put("jobCount", waiting);
        return answer;
    }

    @Test
    void jobsThatStayOrAreDoneAreNotStuck() {
        for (int jobs : new int[] {7, 7, 7, 7, 7, 6, 8, 7, 9, 8, 10, 0, 3}) {
            assertThat(OneMisp.outcome(look(answer -> queue(answer, "prio").put("jobCount", jobs))))
                    .as("%d jobs", jobs)
                    .isEqualTo("ok up");
        }
    }

    private static void elsewhere(JsonNode answer, boolean correctUser, String user) {
        answer.properties().forEach(queue -> {
            if (queue.getValue().has("workers")) {
                ((ObjectNode) queue.getValue()).put("ok", false);
            }
            queue.getValue().path("workers").forEach(worker -> ((ObjectNode) worker)
                    .put("alive", false)
                    .put("ok", false)
                    .put("correct_user", correctUser)
                    .put("user", user));
        });
    }

    private static final String BLIND = "MISP sees none of its listed workers alive: if they run in another"
            + " container or PID namespace and jobs are processed anyway, set misp.intel.workers.trust-list = true";

    @ParameterizedTest
    @CsvSource({"false,''", "false,nobody", "true,www-data"})
    void workersThatMispCanNotSeeHaveTheirLikelyCauseNamed(boolean correctUser, String user) {
        Finding finding = look(answer -> elsewhere(answer, correctUser, user));

        assertThat(OneMisp.outcome(finding)).isEqualTo("critical down");
        assertThat(finding.text()).startsWith(BLIND + "; cache: worker ");
        assertThat(finding.text()).doesNotContain("()");
    }

    @Test
    void oneThatIsSeenOrAQueueWithoutAnyIsAnotherCause() {
        for (Consumer<ObjectNode> change : java.util.List.<Consumer<ObjectNode>>of(
                answer -> queue(answer, "prio")
                        .put("ok", true)
                        .withArray("workers")
                        .forEach(worker -> ((ObjectNode) worker).put("ok", true)),
                answer -> queue(answer, "email").remove("workers"))) {
            Finding finding = look(answer -> {
                elsewhere(answer, false, "");
                change.accept(answer);
            });

            assertThat(OneMisp.outcome(finding)).isEqualTo("critical down");
            assertThat(finding.text()).doesNotContain("container");
        }
    }

    @Test
    void whereTheListIsTrustedAListedWorkerIsAliveAndAMissingOneIsNot() {
        misp.trustingTheList();
        Finding finding = look(answer -> elsewhere(answer, false, ""));
        assertThat(OneMisp.outcome(finding)).isEqualTo("ok up");
        assertThat(finding.text()).isEqualTo("7 listed workers in 5 queues");

        assertThat(look(answer -> {
                            elsewhere(answer, false, "");
                            ((ArrayNode) queue(answer, "default").get("workers")).remove(0);
                        })
                        .text())
                .isEqualTo("default has 1 of 2 workers");
        assertThat(misp.verdict().healable()).isTrue();
        assertThat(look(answer -> {
                            elsewhere(answer, false, "");
                            queue(answer, "email").remove("workers");
                        })
                        .text())
                .isEqualTo("no worker in email");
        assertThat(OneMisp.outcome(look(answer -> elsewhere(answer, false, ""))))
                .isEqualTo("ok up");
    }

    @Test
    void jobsThatOnlyGrowAreSeenWhereTheListIsTrusted() {
        misp.trustingTheList();
        Finding finding = null;
        for (int jobs = 1; jobs <= 4; jobs++) {
            int waiting = jobs;
            finding = look(answer -> {
                elsewhere(answer, false, "");
                queue(answer, "prio").put("jobCount", waiting);
            });
        }
        assertThat(OneMisp.outcome(finding)).isEqualTo("warning degraded");
    }

    private static Consumer<ObjectNode> scheduler(boolean alertStates) {
        return answer -> {
            ObjectNode queue = answer.putObject("scheduler").put("ok", alertStates);
            if (alertStates) {
                queue.putArray("workers").addObject().put("pid", 9).put("ok", true);
            }
        };
    }

    @Test
    void theSchedulerIsIgnoredOnlyWhereMispRunsNone() {
        assertThat(look(scheduler(false)).text()).isEqualTo("7 good workers in 5 queues");
        assertThat(look(scheduler(true)).text()).isEqualTo("8 good workers in 6 queues");

        Finding dead = look(scheduler(false));
        assertThat(OneMisp.outcome(dead)).isEqualTo("critical down");
        assertThat(dead.text()).isEqualTo("no worker in scheduler");
        assertThat(misp.verdict().healable()).as("a program of the supervisor").isTrue();
        assertThat(OneMisp.outcome(look(good()))).as("not listed").isEqualTo("critical down");
        misp.restart();
        assertThat(look(scheduler(false)).text()).as("after a restart").isEqualTo("no worker in scheduler");
    }

    @Test
    void aSchedulerThatIsWrittenAsIgnoredStaysSo() {
        misp.workers(Map.of(), Set.of("scheduler"));
        look(scheduler(true));

        assertThat(look(scheduler(false)).text()).isEqualTo("7 good workers in 5 queues");
        assertThat(misp.remembered).doesNotContainKey("scheduler");
    }

    @Test
    void aDeadSchedulerOfCakeResqueIsNotHealedSinceAnotherWorkerWouldBeStarted() {
        Consumer<ObjectNode> resque = answer -> answer.remove("supervisord_status");
        look(scheduler(true).andThen(resque));

        assertThat(look(scheduler(false).andThen(resque)).text()).isEqualTo("no worker in scheduler");
        assertThat(misp.verdict().healable()).isFalse();
        look(scheduler(false)
                .andThen(resque)
                .andThen(answer -> queue(answer, "email").put("ok", false).remove("workers")));
        assertThat(misp.verdict().healable()).as("another one that can be").isTrue();
    }
}
