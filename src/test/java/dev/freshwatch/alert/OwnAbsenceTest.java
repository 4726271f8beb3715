package dev.freshwatch.alert;

import static dev.freshwatch.alert.Watch.only;
import static dev.freshwatch.freshness.State.CRITICAL;
import static dev.freshwatch.freshness.State.OK;
import static dev.freshwatch.freshness.State.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.Finding;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pauses, crashes and clock steps of the watch itself. It looks each minute here. */
class OwnAbsenceTest {

    private static final Finding WELL = Findings.session(OK);
    private static final Duration HOUR = Duration.ofHours(1);

    private final Watch watch = new Watch();

    @Test
    void aPauseOfUpToTwoIntervalsAndHalfAMinuteIsNoGap() {
        watch.cycle(WELL, Findings.alarms(OK));
        Notice problem = only(watch.after(Duration.ofSeconds(150)).now(WELL, Findings.alarms(CRITICAL)));
        Notice recovery = only(watch.after(Duration.ofSeconds(151)).now(WELL, Findings.alarms(OK)));

        assertThat(problem.marks().gap()).isNull();
        assertThat(recovery.marks().gap()).isEqualTo(Duration.ofSeconds(151));
        assertThat(recovery.message()).endsWith("; found after a gap of 2 min");
    }

    @Test
    void aRestartRepeatsNoProblemAndForgetsNoRecovery() {
        Notice problem = only(watch.cycle(WELL, Findings.alarms(CRITICAL)));
        watch.start();
        assertThat(watch.cycle(WELL, Findings.alarms(CRITICAL))).isEmpty();
        watch.start();
        Notice recovery = only(watch.after(HOUR).now(WELL, Findings.alarms(OK)));

        assertThat(recovery.kind()).isEqualTo(Kind.RECOVERY);
        assertThat(recovery.episode()).isEqualTo(problem.episode());
        assertThat(recovery.marks().gap()).isEqualTo(HOUR);
    }

    @Test
    void aProblemThatBeganWhileTheWatchWasDownIsToldOnceConfirmedAndMarked() {
        watch.limits = AlertPolicy.DEFAULT.withConfirm(3, 1);
        watch.cycle(WELL, Findings.alarms(OK));
        watch.cycle(WELL, Findings.alarms(CRITICAL));
        watch.cycle(WELL, Findings.alarms(CRITICAL));
        watch.start();
        watch.after(HOUR);

        assertThat(watch.now(WELL, Findings.alarms(CRITICAL)))
                .as("the row began anew")
                .isEmpty();
        assertThat(watch.cycle(WELL, Findings.alarms(CRITICAL))).isEmpty();
        Notice problem = only(watch.cycle(WELL, Findings.alarms(CRITICAL)));
        assertThat(problem.marks().gap()).isEqualTo(HOUR);
        assertThat(watch.cycle(WELL, Findings.alarms(CRITICAL))).isEmpty();
    }

    @Test
    void theTimeOfBeingUnknownBeginsAnewAfterAGap() {
        watch.cycle(WELL, Findings.alarms(OK));
        watch.cycle(WELL, Findings.alarms(UNKNOWN));
        watch.after(HOUR);

        assertThat(watch.now(WELL, Findings.alarms(UNKNOWN))).isEmpty();
        for (int i = 0; i < 14; i++) {
            assertThat(watch.cycle(WELL, Findings.alarms(UNKNOWN))).isEmpty();
        }
        assertThat(only(watch.cycle(WELL, Findings.alarms(UNKNOWN))).kind()).isEqualTo(Kind.PROBLEM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT15M", "-PT15M", "PT1H", "-PT1H", "P1D", "-P1D", "PT6S", "-PT6S"})
    void aClockStepMakesNoFalseNoticeAndNoFalseGap(Duration step) {
        watch.limits = AlertPolicy.DEFAULT.withTimes(Duration.ofMinutes(10), Duration.ofMinutes(5));
        Finding[] cycle = {WELL, Watch.events(1, UNKNOWN), Watch.events(2, CRITICAL), Watch.events(3, OK)};
        watch.cycle(cycle);
        watch.cycle(cycle);

        watch.clockSetBy(step);
        assertThat(watch.cycle(cycle)).isEmpty();
        assertThat(watch.alertStates.shifts).containsExactly(step);
        assertThat(watch.cycle(cycle)).isEmpty();
        Notice problem =
                only(watch.cycle(WELL, Watch.events(1, UNKNOWN), Watch.events(2, CRITICAL), Watch.events(3, CRITICAL)));
        assertThat(problem.marks().gap()).isNull();
        assertThat(watch.alertStates.shifts).containsExactly(step);
    }

    @Test
    void whatIsNotKeptLeavesTheStepToTheNextCycle() {
        watch.cycle(WELL);
        watch.clockSetBy(HOUR);
        watch.after(Watch.EVERY).rolledBack(WELL);
        watch.alertStates.shifts.clear();

        watch.cycle(WELL);

        assertThat(watch.alertStates.shifts).containsExactly(HOUR);
    }

    /** What has passed goes on while the machine sleeps, so a sleep is a gap and no step. */
    @Test
    void whatTurnedWhileTheMachineSleptIsToldOnceAndMarked() {
        watch.cycle(WELL, Findings.alarms(OK));
        List<Notice> awake = watch.after(HOUR).now(WELL, Findings.alarms(CRITICAL));

        assertThat(only(awake).marks().gap()).isEqualTo(HOUR);
        assertThat(watch.alertStates.shifts).isEmpty();
        assertThat(watch.cycle(WELL, Findings.alarms(CRITICAL))).isEmpty();
    }

    @Test
    void aStepWithinACycleMakesNoFalseGap() {
        watch.cycle(WELL, Findings.alarms(OK));
        for (Duration step : List.of(HOUR, HOUR.negated())) {
            Notice notice = only(watch.after(Watch.EVERY)
                    .nowButClockSetAfterTheLooks(step, WELL, Findings.alarms(step.isNegative() ? OK : CRITICAL)));
            assertThat(notice.marks().gap()).isNull();
            assertThat(watch.cycle(WELL, Findings.alarms(step.isNegative() ? OK : CRITICAL)))
                    .isEmpty();
        }
    }

    @Test
    void cyclesThatAreSlowAreNoGaps() {
        watch.limits = AlertPolicy.DEFAULT.withConfirm(3, 1);
        Duration slow = Duration.ofMinutes(4);
        watch.nowButTaking(slow, WELL, Findings.alarms(OK));
        watch.nowButTaking(slow, WELL, Findings.alarms(CRITICAL));
        watch.nowButTaking(slow, WELL, Findings.alarms(CRITICAL));

        assertThat(only(watch.nowButTaking(slow, WELL, Findings.alarms(CRITICAL)))
                        .marks()
                        .gap())
                .isNull();
    }

    @Test
    void whatWasSeenBeforeAPauseWithinACycleIsOld() {
        watch.cycle(WELL, Findings.alarms(OK), Watch.events(1, OK));
        Notice paused = only(watch.nowButTaking(HOUR, WELL, Findings.alarms(OK), Watch.events(1, CRITICAL)));
        Notice next = only(watch.cycle(WELL, Findings.alarms(CRITICAL), Watch.events(1, CRITICAL)));

        assertThat(paused.marks().gap()).isEqualTo(HOUR);
        assertThat(next.getCheck()).isEqualTo(Findings.ALARMS.value());
        assertThat(next.marks().gap()).isEqualTo(HOUR.plus(Watch.EVERY));
        assertThat(only(watch.cycle(WELL, Findings.alarms(OK), Watch.events(1, CRITICAL)))
                        .marks()
                        .gap())
                .isNull();
    }

    @Test
    void whatCouldNotBeJudgedRightAfterAGapIsMarkedOnceItCan() {
        watch.cycle(WELL, Findings.alarms(OK));
        watch.after(HOUR).now(WELL, Findings.alarms(UNKNOWN));

        assertThat(only(watch.cycle(WELL, Findings.alarms(CRITICAL))).marks().gap())
                .isEqualTo(HOUR);
        watch.cycle(WELL, Findings.alarms(UNKNOWN));
        assertThat(only(watch.cycle(WELL, Findings.alarms(OK))).marks().gap()).isNull();
    }
}
