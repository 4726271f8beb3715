package dev.freshwatch.misp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.config.MispSettings.Heal;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.misp.HealLog.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a restart is called, how often, and what is said of it. */
class HealerTest extends HealerScene {

    @Test
    void anHourOfHealthAndOneOfWhatCanNotBeHealedMakeNoCall() {
        for (int minute = 0; minute < 60; minute++) {
            cycle();
            misp.pass(Duration.ofMinutes(1));
        }
        assertThat(misp.calls).hasSize(180);
        for (String sample : Samples.names()) {
            episode = "open-whatever-it-is";
            bad(sample);
            misp.cycle();
            Verdict verdict = misp.verdict();
            if (verdict == null || !verdict.healable()) {
                assertThat(healer.healWhereNeeded(misp.last())).as(sample).isEqualTo(HealStep.NOTHING);
            }
            misp.pass(Duration.ofMinutes(31));
        }
        assertThat(calls()).isZero();
        assertThat(log.rows).isEmpty();
    }

    @Test
    void aCallIsAPostWithTheAdminKeyAndItsAnswerIsNotLookedAt() {
        episode = "e1";
        bad("workers_redis_back");
        misp.answer(Restart.PATH, Samples.reply(200, "text/html", "{{{ not even JSON"));

        assertThat(healer.healWhereNeeded(cycleOnly()).isUnderWay()).isTrue();
        assertThat(misp.calls.get(misp.calls.size() - 1)).satisfies(call -> {
            assertThat(call.method()).isEqualTo("POST");
            assertThat(call.uri()).hasToString("https://misp.example/servers/restartDeadWorkers");
            assertThat(call.headers()).containsEntry("Authorization", OneMisp.ADMIN_KEY);
        });
        assertThat(log.outcomes()).containsExactly(Outcome.ATTEMPTED);
    }

    private MispCycle cycleOnly() {
        misp.cycle();
        return misp.last();
    }

    @Test
    void withoutAnOpenProblemNothingIsCalled() {
        bad("workers_redis_back");
        cycle();
        assertThat(calls()).isZero();
    }

    @Test
    void whatCanNotBeWrittenDownIsNotDone() {
        episode = "e1";
        bad("workers_redis_back");
        log.broken = true;

        assertThat(cycle()).isEqualTo(HealStep.NOTHING);
        assertThat(calls()).isZero();
    }

    @Test
    void aDayOfWorkersThatStayDeadIsThreeCallsAndOneWord() {
        episode = "e1";
        bad("workers_redis_back");
        List<Finding> told = new ArrayList<>();
        for (int minute = 0; minute < 24 * 60; minute++) {
            HealStep step = cycle();
            if (step.isWorthTelling()) {
                assertThat(step.told()).isEqualTo("REMINDER");
                told.add(step.finding());
            }
            misp.pass(Duration.ofMinutes(1));
        }
        assertThat(calls()).isEqualTo(3);
        assertThat(told)
                .extracting(Finding::text)
                .containsExactly(
                        "no worker in cache, default, email, prio, update; healing was given up after 3 calls");
        assertThat(misp.cycle().get("workers").text()).endsWith("; healing was given up after 3 calls");
        assertThat(log.outcomes()).containsExactly(Outcome.FAILED, Outcome.FAILED, Outcome.FAILED, Outcome.GIVEN_UP);
    }

    @Test
    void aSecondLookThatCanNotBeJudgedProvesNothing() {
        episode = "e1";
        bad("workers_redis_back");
        HealStep called = healer.healWhereNeeded(cycleOnly());
        bad("workers_db_down");

        HealStep looked = healer.checkAgain(called);

        assertThat(looked.isWorthTelling()).isFalse();
        assertThat(looked.answers()).hasSize(1);
        assertThat(log.outcomes()).containsExactly(Outcome.FAILED);
        assertThat(log.rows.get(0).detail()).isEqualTo("a second look: could not be judged");
    }

    @Test
    void aCallThatIsLostOrFailsCountsAndASecondLookIsMadeAllTheSame() {
        episode = "e1";
        bad("workers_redis_back");
        misp.answer(Restart.PATH, Samples.reply("restartDead_supervisor_down"));

        cycle();
        cycle();

        assertThat(calls()).isEqualTo(1);
        assertThat(log.rows.get(0).detail())
                .isEqualTo("HTTP 500; a second look: no worker in cache, default, email, prio, update");
    }

    @Test
    void aKeyThatMayNotCallIsGivenUpAtOnce() {
        episode = "e1";
        bad("workers_redis_back");
        misp.answer(Restart.PATH, Samples.reply("role_user_getWorkers"));

        HealStep step = cycle();
        cycle();

        assertThat(calls()).isEqualTo(1);
        assertThat(step.told()).isEqualTo("REMINDER");
        assertThat(step.isLookedAgain()).isFalse();
        assertThat(log.outcomes()).containsExactly(Outcome.FAILED, Outcome.GIVEN_UP);
    }

    @Test
    void itIsQuietWhereItWorksAndLoudFromTheFourthTimeInADayOn() {
        List<String> told = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            episode = "e" + i;
            bad("workers_redis_back");
            HealStep called = healer.healWhereNeeded(cycleOnly());
            bad("workers_all_ok");
            HealStep healed = healer.checkAgain(called);
            assertThat(healed.told()).isEqualTo("HEALED");
            assertThat(healed.isLookedAgain()).isTrue();
            told.add(healed.finding().text());
            misp.pass(Duration.ofHours(2));
        }
        String quiet = "healed by restartDeadWorkers: 7 good workers in 5 queues";
        assertThat(told)
                .containsExactly(
                        quiet,
                        quiet,
                        quiet,
                        quiet + "; 4 times within a day: something kills the workers",
                        quiet + "; 5 times within a day: something kills the workers");
    }

    @Test
    void aProblemForWhichNoCallIsLeftSaysSoItself() {
        for (int i = 1; i <= 3; i++) {
            episode = "e" + i;
            bad("workers_redis_back");
            HealStep called = healer.healWhereNeeded(cycleOnly());
            bad("workers_all_ok");
            healer.checkAgain(called);
        }
        episode = "e4";
        bad("workers_email_queue_empty");

        Finding finding = misp.cycle().get("workers");
        HealStep step = healer.healWhereNeeded(misp.last());

        assertThat(finding.text()).endsWith("; healing was given up: no call is left in this hour");
        assertThat(step).isEqualTo(HealStep.NOTHING);
        assertThat(calls()).isEqualTo(3);
    }

    @Test
    void theClockSetForwardByADayBuysNoCall() {
        episode = "e1";
        bad("workers_redis_back");
        cycle();
        misp.ahead(Duration.ofDays(1));
        episode = "e2";
        cycle();
        misp.ahead(Duration.ofDays(1));
        episode = "e3";
        cycle();
        assertThat(calls()).isEqualTo(3);
        misp.ahead(Duration.ofDays(1));
        episode = "e4";
        cycle();
        assertThat(calls()).isEqualTo(3);
    }

    @Test
    void anAttemptThatARestartCutShortIsSettledByTheFirstLookAndNotRepeated() {
        episode = "e1";
        bad("workers_redis_back");
        healer.healWhereNeeded(cycleOnly());
        healer = healer();

        cycle();
        assertThat(log.outcomes()).containsExactly(Outcome.FAILED);
        assertThat(calls()).isEqualTo(1);

        misp.pass(Duration.ofMinutes(5));
        healer.healWhereNeeded(cycleOnly());
        assertThat(calls()).isEqualTo(2);
        healer = healer();
        bad("workers_all_ok");
        episode = null;
        cycle();
        assertThat(log.outcomes()).containsExactly(Outcome.FAILED, Outcome.PROVEN);
        assertThat(log.rows.get(1).detail())
                .isEqualTo("Freshwatch was restarted, and then found: 7 good workers in 5 queues");
    }

    @Test
    void aDryRunCallsNothingWritesOneRowAndSaysSo() {
        OneMisp dry = new OneMisp().heal(new Heal(false, true, 3));
        Healer dryHealer =
                new Healer(dry.settings(), dry.client(), log, check -> Optional.of("e1"), check -> Optional.empty());
        dry.client().remarks(dryHealer);
        dry.answer(WorkersReading.PATH, Samples.reply("workers_email_queue_empty"));
        for (int i = 0; i < 3; i++) {
            assertThat(dry.cycle().get("workers").text())
                    .isEqualTo("no worker in email; dry run: healing would call restartDeadWorkers");
            assertThat(dryHealer.healWhereNeeded(dry.last())).isEqualTo(HealStep.NOTHING);
        }
        assertThat(log.outcomes()).containsExactly(Outcome.DRY_RUN);
        assertThat(dry.calls).noneMatch(call -> call.method().equals("POST"));
    }
}
