package dev.freshwatch.misp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.State;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every recorded answer, judged as the contract says. */
class SamplesTest {

    private static final Set<String> GOOD_WORKERS = Set.of(
            "workers_all_ok",
            "workers_just_after_heal",
            "workers_3s_after_heal",
            "maintenance_admin_getWorkers",
            "resque_all",
            "resque_after_heal_8s",
            // one of two is gone without a trace: only a number that is known tells it
            "workers_one_of_two_stopped");

    private static final Set<String> GOOD_INDEXES = Set.of(
            "events_index_minimal",
            "events_index_newest_full",
            "events_index_newest_published_min",
            "index_fresh_post",
            "index_post_sorted",
            "index_published_since_none");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "workers_all_ok                | ok up                | no  | 7 good workers in 5 queues",
                "workers_just_after_heal       | ok up                | no  | 7 good workers in 5 queues",
                "workers_3s_after_heal         | ok up                | no  | 7 good workers in 5 queues",
                "maintenance_admin_getWorkers  | ok up                | no  | 7 good workers in 5 queues",
                "workers_one_of_two_stopped    | ok up                | no  | 6 good workers in 5 queues",
                "workers_email_queue_empty     | critical down        | yes | no worker in email",
                "workers_prio_killed           | critical down        | yes | no worker in email",
                "workers_redis_back            | critical down        | yes | no worker in cache, default, email, prio, update",
                "workers_redis_down            | critical down        | no  | Redis is gone, so no queue works",
                "workers_supervisor_down       | critical down        | no  | the supervisor of the workers is gone",
                "workers_wrong_user            | critical down        | no  | email: worker 7886 runs under the wrong account (nobody)",
                "workers_background_jobs_off   | unknown off          | no  | background jobs are switched off in MISP",
                "workers_db_down               | unknown failed       | no  | HTTP 500, an internal error of MISP",
                "resque_all                    | ok up                | no  | 5 good workers in 5 queues",
                "resque_after_heal_8s          | ok up                | no  | 6 good workers in 5 queues",
                "resque_dead_default           | critical down        | yes | no worker in cache, email, prio, update; default: worker 27621 is dead",
                "resque_just_after_heal        | critical down        | yes | no worker in email, prio",
                "resque_one_of_two_dead        | critical down        | yes | no worker in cache, email, update; default has 1 of 2 workers (worker 23192 is dead)",
                "resque_redis_down             | unknown failed       | no  | HTTP 500, an internal error of MISP",
                "auth_bad_key                  | unknown unauthorized | no  | misp.intel.admin-key is unknown to MISP, malformed or expired; a site admin's full API key (not a read-only one) is needed",
                "auth_key_accept_any           | unknown maintenance  | no  | redirected to the login page: MISP is in maintenance",
                "role_user_getWorkers          | unknown unauthorized | no  | the role of misp.intel.admin-key is too weak: a site admin's full API key (not a read-only one) is needed",
                "rokey_admin_getWorkers        | unknown unauthorized | no  | the role of misp.intel.admin-key is too weak: a site admin's full API key (not a read-only one) is needed",
                "rate_limit_4                  | unknown overloaded   | no  | MISP asks to slow down (HTTP 429)",
                "maintenance_user_index        | unknown maintenance  | no  | redirected to the login page: MISP is in maintenance",
                "login_page                    | unknown unreadable   | no  | an HTML page instead of JSON",
                "login_db_down                 | unknown failed       | no  | HTTP 500, an internal error of MISP",
                "restartDead_GET               | unknown unreadable   | no  | HTTP 405 instead of an answer",
                "getVersion                    | unknown unreadable   | no  | no queue in the answer",
                "restartDead_POST              | unknown unreadable   | no  | no queue in the answer",
                "events_index_newest_full      | unknown unreadable   | no  | JSON, but not an object with queues",
            })
    void workers(String sample, String outcome, String healable, String text) {
        OneMisp misp = new OneMisp().answer(WorkersReading.PATH, Samples.reply(sample));

        Finding finding = misp.cycle().get("workers");

        assertThat(OneMisp.outcome(finding)).isEqualTo(outcome);
        assertThat(finding.text()).isEqualTo(text);
        assertThat(misp.verdict() != null && misp.verdict().healable()).isEqualTo(healable.equals("yes"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "workers_one_of_two_stopped | warning degraded | yes | default has 1 of 2 workers",
                "workers_prio_killed        | critical down    | yes | no worker in email; default has 1 of 2 workers; prio has 1 of 2 workers",
                "workers_email_queue_empty  | critical down    | yes | no worker in email; default has 1 of 2 workers",
                "workers_wrong_user         | critical down    | no  | email: worker 7886 runs under the wrong account (nobody)",
                "workers_all_ok             | ok up            | no  | 7 good workers in 5 queues",
            })
    void whereTheNumbersAreKnown(String sample, String outcome, String healable, String text) {
        OneMisp misp = new OneMisp();
        misp.cycle();
        misp.answer(WorkersReading.PATH, Samples.reply(sample));

        Finding finding = misp.cycle().get("workers");

        assertThat(OneMisp.outcome(finding)).isEqualTo(outcome);
        assertThat(finding.text()).isEqualTo(text);
        assertThat(misp.verdict().healable()).isEqualTo(healable.equals("yes"));
    }

    @Test
    void aDeadSchedulerMattersWhereItIsNotIgnored() {
        for (String sample : new String[] {"resque_all", "resque_after_heal_8s"}) {
            OneMisp misp = new OneMisp().workers(Map.of(), Set.of()).answer(WorkersReading.PATH, Samples.reply(sample));

            Finding finding = misp.cycle().get("workers");

            assertThat(OneMisp.outcome(finding)).isEqualTo("critical down");
            assertThat(finding.text()).contains("scheduler");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "events_index_newest_full          | ok up                | the REST API answers",
                "events_index_minimal              | ok up                | the REST API answers",
                "events_index_newest_published_min | ok up                | the REST API answers",
                "index_fresh_post                  | ok up                | the REST API answers",
                "index_post_sorted                 | ok up                | the REST API answers",
                "index_published_since_none        | ok up                | the REST API answers; no event is visible to the key",
                "index_db_down                     | critical down        | HTTP 500, an internal error of MISP",
                "maintenance_user_index            | unknown maintenance  | redirected to the login page: MISP is in maintenance",
                "auth_key_accept_any               | unknown maintenance  | redirected to the login page: MISP is in maintenance",
                "auth_bad_key                      | unknown unauthorized | misp.intel.key is unknown to MISP, malformed or expired; an API key of any role that may use the API is needed",
                "role_user_getWorkers              | unknown unauthorized | the role of misp.intel.key is too weak: an API key of any role that may use the API is needed",
                "rate_limit_4                      | unknown overloaded   | MISP asks to slow down (HTTP 429)",
                "rate_limit_0                      | critical down        | JSON, but not a list of events",
                "login_page                        | critical down        | an HTML page instead of JSON",
                "maintenance_login                 | critical down        | an HTML page instead of JSON",
                "login_db_down                     | critical down        | HTTP 500, an internal error of MISP",
                "getVersion                        | critical down        | JSON, but not a list of events",
                "getVersion_db_down                | critical down        | HTTP 500, an internal error of MISP",
                "heartbeat                         | critical down        | JSON, but not a list of events",
                "feeds_index                       | critical down        | a list, but its first element is not an event with a uuid",
                "jobs_index                        | critical down        | a list, but its first element is not an event with a uuid",
                "restartDead_GET                   | critical down        | HTTP 405 instead of an answer",
                "workers_background_jobs_off       | critical down        | a list, but its first element is not an event with a uuid",
            })
    void rest(String sample, String outcome, String text) {
        Finding finding = new OneMisp()
                .answer(EventIndex.PATH, Samples.reply(sample))
                .cycle()
                .get("rest");

        assertThat(OneMisp.outcome(finding)).isEqualTo(outcome);
        assertThat(finding.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "login_page        | ok up         | the page is as expected",
                "maintenance_login | ok up         | the page is as expected",
                "login_db_down     | critical down | HTTP 500 instead of 200",
                "heartbeat         | critical down | the text 'Login' is not in the page",
                "heartbeat_db_down | critical down | HTTP 500 instead of 200",
            })
    void page(String sample, String outcome, String text) {
        Finding finding = new OneMisp()
                .answer("/users/login", Samples.reply(sample))
                .cycle()
                .get("page");

        assertThat(OneMisp.outcome(finding)).isEqualTo(outcome);
        assertThat(finding.text()).isEqualTo(text);
    }

    @Test
    void noSampleIsGoodWhereItIsNotTheAnswer() {
        assertThat(Samples.names()).hasSizeGreaterThan(45);
        for (String sample : Samples.names()) {
            Map<String, Finding> findings = new OneMisp()
                    .answer(WorkersReading.PATH, Samples.reply(sample))
                    .answer(EventIndex.PATH, Samples.reply(sample))
                    .cycle();

            assertThat(findings.get("workers").state() == State.OK)
                    .as("workers by " + sample)
                    .isEqualTo(GOOD_WORKERS.contains(sample));
            assertThat(findings.get("rest").state() == State.OK)
                    .as("rest by " + sample)
                    .isEqualTo(GOOD_INDEXES.contains(sample));
        }
    }
}
