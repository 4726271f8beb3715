package dev.freshwatch.misp;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshwatch.config.MispSettings.Heal;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.http.Reply;
import dev.freshwatch.misp.HealLog.Attempt;
import dev.freshwatch.misp.HealLog.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The healing of one MISP in simulated time, without routes: they are tested with them. */
class HealerTest {

    private static final String LIVE = "/servers/getSetting/MISP.live";

    private final OneMisp misp = new OneMisp().heal(new Heal(true, false, 3));
    private final Log log = new Log();
    private String episode;
    private String wish;
    private boolean storeGone;
    private Healer healer = healer();

    private Optional<String> forbidden() {
        if (storeGone) {
            throw new IllegalStateException("disk full");
        }
        return Optional.ofNullable(wish);
    }

    private static final class Log implements HealLog {

        private final List<Attempt> rows = new ArrayList<>();
        private boolean broken;

        @Override
        public List<Attempt> since(String name, Instant when) {
            fail();
            return rows.stream().filter(row -> !row.at().isBefore(when)).toList();
        }

        @Override
        public void write(Attempt attempt) {
            fail();
            rows.add(attempt);
        }

        @Override
        public void settle(String misp, String id, Outcome outcome, String detail) {
            fail();
            rows.replaceAll(row -> row.id().equals(id)
                    ? new Attempt(row.id(), row.at(), row.misp(), row.episode(), row.what(), outcome, detail)
                    : row);
        }

        private void fail() {
            if (broken) {
                throw new IllegalStateException("disk full");
            }
        }

        private List<Outcome> outcomes() {
            return rows.stream().map(Attempt::outcome).toList();
        }
    }

    private Healer healer() {
        Healer made = new Healer(
                misp.settings(), misp.client(), log, check -> Optional.ofNullable(episode), check -> forbidden());
        misp.client().remarks(made);
        misp.answer(Restart.PATH, Samples.reply("restartDead_POST"));
        return made;
    }

    /** One cycle and what follows it; the state of the workers in the second look is that of the first. */
    private HealStep cycle() {
        misp.cycle();
        HealStep step = healer.healWhereNeeded(misp.last());
        return step.isUnderWay() ? healer.checkAgain(step) : step;
    }

    private void bad(String sample) {
        misp.answer(WorkersReading.PATH, Samples.reply(sample));
    }

    private long calls() {
        return misp.calls.stream()
                .filter(call -> call.uri().getPath().equals(Restart.PATH))
                .count();
    }

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

    private static Reply live(Object value) {
        return Samples.reply(JsonNodeFactory.instance
                .objectNode()
                .put("setting", "MISP.live")
                .putPOJO("value", value));
    }

    @Test
    void aMispInMaintenanceIsNotHealedAndSaysSo() {
        episode = "e1";
        bad("workers_email_queue_empty");
        misp.answer(EventIndex.PATH, Samples.reply("maintenance_user_index"));

        assertThat(cycle()).isEqualTo(HealStep.NOTHING);
        assertThat(misp.cycle().get("workers").text())
                .isEqualTo("no worker in email; not healed: MISP is in maintenance");
        assertThat(cycle()).isEqualTo(HealStep.NOTHING);
        assertThat(calls()).isZero();
        assertThat(log.rows).isEmpty();

        misp.answer(EventIndex.PATH, Samples.reply("events_index_newest_full"));
        cycle();
        assertThat(calls()).as("it is over").isEqualTo(1);
    }

    @Test
    void maintenanceIsRememberedInCyclesThatDoNotReportIt() {
        episode = "e1";
        bad("workers_email_queue_empty");
        misp.answer(EventIndex.PATH, Samples.reply("maintenance_user_index"));
        cycle();

        misp.answer(EventIndex.PATH, null);
        misp.answer(LIVE, live(false));
        for (int i = 0; i < 2; i++) {
            assertThat(misp.cycle().get("workers").text())
                    .isEqualTo("no worker in email; not healed: MISP is in maintenance");
            assertThat(healer.healWhereNeeded(misp.last())).isEqualTo(HealStep.NOTHING);
        }
        assertThat(calls()).isZero();

        misp.answer(LIVE, live(true));
        cycle();
        assertThat(calls()).as("maintenance is over").isEqualTo(1);
    }

    @Test
    void thatNothingIsHealedInMaintenanceIsSaidOnceInTheLog() {
        Logger logger = (Logger) LoggerFactory.getLogger(HealHold.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        Level before = logger.getLevel();
        logger.setLevel(Level.INFO);
        // the weak key says nothing of it
        misp.answer(EventIndex.PATH, null);
        try {
            episode = "e1";
            bad("workers_email_queue_empty");
            misp.answer(LIVE, live(false));
            for (int i = 0; i < 5; i++) {
                cycle();
            }
            assertThat(lines.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly("misp/intel/workers: no worker in email; not healed: MISP is in maintenance");
        } finally {
            logger.setLevel(before);
            logger.detachAppender(lines);
        }
    }

    @Test
    void withoutAWeakKeyMispIsAskedForItsSettingRightBeforeACall() {
        episode = "e1";
        bad("workers_email_queue_empty");
        int cycles = 0;
        for (Object off : new Object[] {false, 0, "0", "false", ""}) {
            misp.answer(LIVE, live(off));
            assertThat(cycle()).as("value %s", off).isEqualTo(HealStep.NOTHING);
            cycles++;
        }
        assertThat(misp.cycle().get("workers").text())
                .isEqualTo("no worker in email; not healed: MISP is in maintenance");
        assertThat(log.rows).isEmpty();
        assertThat(misp.calls.stream()
                        .filter(call -> call.uri().getPath().equals(LIVE))
                        .toList())
                .hasSize(cycles)
                .allSatisfy(call -> assertThat(call.headers()).containsEntry("Authorization", OneMisp.ADMIN_KEY));
        misp.answer(LIVE, live(true));
        cycle();
        assertThat(calls()).isEqualTo(1);
    }

    @Test
    void aSettingThatCanNotBeReadIsNoMaintenance() {
        for (Reply reply : new Reply[] {
            null,
            live(null),
            live(1),
            live("true"),
            Samples.reply("getVersion"),
            Samples.reply("workers_db_down"),
            Samples.reply("restartDead_GET"),
            Samples.reply("login_page")
        }) {
            OneMisp one = new OneMisp().heal(new Heal(true, false, 3)).answer(LIVE, reply);
            one.answer(WorkersReading.PATH, Samples.reply("workers_email_queue_empty"));
            Log rows = new Log();
            one.cycle();
            new Healer(one.settings(), one.client(), rows, check -> Optional.of("e1"), check -> Optional.empty())
                    .healWhereNeeded(one.last());
            boolean off = reply != null && reply.text().contains("null");
            assertThat(rows.outcomes()).as("%s", reply).isEqualTo(off ? List.of() : List.of(Outcome.ATTEMPTED));
        }
    }

    @Test
    void whatPeopleForbidIsNotDoneForAsLongAsTheyDo() {
        episode = "e1";
        wish = "silenced by anna: work on the workers";
        bad("workers_email_queue_empty");
        for (int minute = 0; minute < 120; minute++) {
            assertThat(cycle()).isEqualTo(HealStep.NOTHING);
            misp.pass(Duration.ofMinutes(1));
        }
        assertThat(misp.cycle().get("workers").text())
                .isEqualTo("no worker in email; not healed: silenced by anna: work on the workers");
        assertThat(log.rows).isEmpty();
        assertThat(misp.calls).noneMatch(call -> call.method().equals("POST"));

        wish = null;
        cycle();
        assertThat(calls()).isEqualTo(1);
    }

    @Test
    void whereItCanNotBeReadWhetherItIsForbiddenNothingIsDone() {
        episode = "e1";
        storeGone = true;
        bad("workers_email_queue_empty");

        assertThat(cycle()).isEqualTo(HealStep.NOTHING);
        assertThat(calls()).isZero();
    }

    @Test
    void workersThatMispDoesNotControlAreLeftAlone() {
        episode = "e1";
        ObjectNode answer = (ObjectNode) Samples.json("workers_redis_back");
        misp.answer(WorkersReading.PATH, Samples.reply(answer.put("controls", false)));
        cycle();
        assertThat(calls()).isZero();
    }
}
