package dev.freshwatch.alert;

import static dev.freshwatch.freshness.State.CRITICAL;
import static dev.freshwatch.freshness.State.OK;
import static dev.freshwatch.freshness.State.UNKNOWN;
import static dev.freshwatch.freshness.State.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.InEachLanguage;
import dev.freshwatch.alert.AlertState.Episode;
import dev.freshwatch.alert.AlertState.Row;
import dev.freshwatch.alert.AlertStateMachine.Step;
import dev.freshwatch.freshness.State;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every cell of the tables of {@link AlertStateMachine}. Longer ways are in {@link AlertStateWalkTest}. */
@InEachLanguage
class AlertStateMachineTest {

    private static final Instant NOW = Findings.NOW;
    private static final Instant BEFORE = NOW.minusSeconds(3600);

    private final AlertStateMachine rules = new AlertStateMachine(() -> "new-episode");

    @ParameterizedTest(name = "known {0}, found {1} (unknown for {2} min): {3}, known then {4}")
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
            -,        OK,       0,  -,        -
            -,        WARNING,  0,  PROBLEM,  WARNING
            -,        CRITICAL, 0,  PROBLEM,  CRITICAL
            -,        UNKNOWN,  0,  -,        -
            -,        UNKNOWN,  14, -,        -
            -,        UNKNOWN,  15, PROBLEM,  UNKNOWN
            WARNING,  OK,       0,  RECOVERY, -
            WARNING,  WARNING,  0,  -,        WARNING
            WARNING,  CRITICAL, 0,  CHANGE,   CRITICAL
            WARNING,  UNKNOWN,  0,  -,        WARNING
            WARNING,  UNKNOWN,  14, -,        WARNING
            WARNING,  UNKNOWN,  15, CHANGE,   UNKNOWN
            CRITICAL, OK,       0,  RECOVERY, -
            CRITICAL, WARNING,  0,  CHANGE,   WARNING
            CRITICAL, CRITICAL, 0,  -,        CRITICAL
            CRITICAL, UNKNOWN,  0,  -,        CRITICAL
            CRITICAL, UNKNOWN,  14, -,        CRITICAL
            CRITICAL, UNKNOWN,  15, CHANGE,   UNKNOWN
            UNKNOWN,  OK,       0,  RECOVERY, -
            UNKNOWN,  WARNING,  0,  CHANGE,   WARNING
            UNKNOWN,  CRITICAL, 0,  CHANGE,   CRITICAL
            UNKNOWN,  UNKNOWN,  60, -,        UNKNOWN
            """)
    void whatIsToldAtOnce(State known, State found, long unknownMinutes, Kind told, State knownThen) {
        Episode open = known == null ? null : new Episode("open-episode", BEFORE, known);
        Instant unknownSince = unknownMinutes == 0 ? null : NOW.minusSeconds(60 * unknownMinutes);
        AlertState alertState = new AlertState(Findings.ALARMS, known, BEFORE, unknownSince, open);

        Step step = rules.next(alertState, look(found, 1, 1));

        assertThat(step.kind()).isEqualTo(told);
        assertThat(step.next().state()).isEqualTo(found);
        assertThat(step.next().observedAt()).isEqualTo(NOW);
        if (knownThen == null) {
            assertThat(step.next().episode()).isNull();
        } else {
            assertThat(step.next().episode().told()).isEqualTo(knownThen);
        }
        if (told != null) {
            assertThat(step.episode().id()).isEqualTo(open == null ? "new-episode" : "open-episode");
            assertThat(step.finding().state()).isEqualTo(found);
        }
    }

    @ParameterizedTest(name = "confirmed {0}, row {1}, found {2}: confirmed {3}, row {4}, {5}")
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
            -,        0,  OK,       OK,       0,  -
            -,        0,  WARNING,  OK,       1,  -
            -,        0,  UNKNOWN,  -,        0,  -
            OK,       0,  OK,       OK,       0,  -
            OK,       0,  CRITICAL, OK,       1,  -
            OK,       1,  WARNING,  OK,       2,  -
            OK,       2,  CRITICAL, CRITICAL, 0,  PROBLEM
            OK,       2,  WARNING,  WARNING,  0,  PROBLEM
            OK,       2,  OK,       OK,       0,  -
            OK,       2,  UNKNOWN,  OK,       2,  -
            WARNING,  0,  CRITICAL, WARNING,  1,  -
            WARNING,  2,  CRITICAL, CRITICAL, 0,  CHANGE
            WARNING,  2,  WARNING,  WARNING,  0,  -
            WARNING,  2,  OK,       WARNING,  -1, -
            WARNING,  -1, OK,       OK,       0,  RECOVERY
            WARNING,  -1, CRITICAL, WARNING,  1,  -
            WARNING,  -1, UNKNOWN,  WARNING,  -1, -
            CRITICAL, 0,  WARNING,  CRITICAL, -1, -
            CRITICAL, -1, WARNING,  WARNING,  0,  CHANGE
            CRITICAL, -1, OK,       OK,       0,  RECOVERY
            CRITICAL, -1, CRITICAL, CRITICAL, 0,  -
            UNKNOWN,  0,  OK,       UNKNOWN,  -1, -
            UNKNOWN,  -1, OK,       OK,       0,  RECOVERY
            UNKNOWN,  0,  WARNING,  UNKNOWN,  1,  -
            UNKNOWN,  2,  CRITICAL, CRITICAL, 0,  CHANGE
            """)
    void whatIsConfirmedByThreeForWorseAndTwoForBetter(
            State confirmed, int row, State found, State confirmedThen, int rowThen, Kind told) {
        Episode open = confirmed == null || confirmed == OK ? null : new Episode("open-episode", BEFORE, confirmed);
        AlertState alertState = new AlertState(
                Findings.ALARMS,
                confirmed,
                BEFORE,
                null,
                confirmed,
                row == 0 ? Row.NONE : new Row(row, BEFORE),
                FlapDetector.NONE,
                null,
                open);

        Step step = rules.next(alertState, look(found, 3, 2));

        assertThat(step.next().confirmed()).isEqualTo(confirmedThen);
        assertThat(step.next().row().length()).isEqualTo(rowThen);
        assertThat(step.kind()).isEqualTo(told);
        if (told == Kind.PROBLEM) {
            assertThat(step.episode().since()).as("the first of the row").isEqualTo(BEFORE);
        }
    }

    @ParameterizedTest(name = "confirmed {0}, known {1}, found {2}: at the end of the silence {3}")
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
            OK,       -,        OK,       -
            CRITICAL, -,        CRITICAL, PROBLEM
            WARNING,  -,        WARNING,  PROBLEM
            CRITICAL, -,        OK,       -
            CRITICAL, -,        UNKNOWN,  -
            OK,       CRITICAL, OK,       RECOVERY
            OK,       CRITICAL, UNKNOWN,  -
            OK,       CRITICAL, CRITICAL, -
            CRITICAL, WARNING,  CRITICAL, CHANGE
            CRITICAL, CRITICAL, CRITICAL, -
            """)
    void aSilenceKeepsWhatIsConfirmedForItsEnd(State confirmed, State known, State found, Kind toldAfter) {
        Episode open = confirmed == OK && known == null
                ? null
                : new Episode("open-episode", BEFORE, known, known == null ? null : BEFORE, null, null);
        AlertState alertState = new AlertState(
                Findings.ALARMS, confirmed, BEFORE, null, confirmed, Row.NONE, FlapDetector.NONE, null, open);

        Step inside = rules.next(alertState, look(found, 2, 2).inSilence());
        Step after = rules.next(alertState, look(found, 2, 2));

        assertThat(inside.told()).isEmpty();
        assertThat(after.kind()).isEqualTo(toldAfter);
    }

    @ParameterizedTest(name = "known {0}, confirmed {1}: in the shadow confirmed {2}")
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
            -,        -,        -
            -,        OK,       OK
            -,        CRITICAL, OK
            CRITICAL, CRITICAL, CRITICAL
            CRITICAL, OK,       CRITICAL
            WARNING,  CRITICAL, WARNING
            """)
    void inTheShadowWhatPeopleDoNotKnowIsForgotten(State known, State confirmed, State confirmedThen) {
        Episode open = confirmed == CRITICAL || known != null
                ? new Episode("open-episode", BEFORE, known, known == null ? null : BEFORE, null, null)
                : null;
        AlertState alertState = new AlertState(
                Findings.ALARMS,
                confirmed,
                BEFORE,
                BEFORE,
                confirmed,
                new Row(2, BEFORE),
                FlapDetector.NONE,
                null,
                open);

        for (State found : State.values()) {
            Step step = rules.next(alertState, look(found, 3, 3).inTheShadow());

            assertThat(step.told()).isEmpty();
            assertThat(step.next().confirmed()).isEqualTo(confirmedThen);
            assertThat(step.next().unknownSince()).isNull();
            assertThat(step.next().row()).isEqualTo(Row.NONE);
            assertThat(step.next().episode()).isEqualTo(known == null ? null : open);
        }
    }

    @ParameterizedTest(name = "known {0}, found {1}, {2} min after the last notice, acknowledged {3}: {4}")
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
            CRITICAL, CRITICAL, 239, false, -
            CRITICAL, CRITICAL, 240, false, REMINDER
            CRITICAL, CRITICAL, 999, true,  -
            CRITICAL, WARNING,  240, false, REMINDER
            CRITICAL, UNKNOWN,  240, false, REMINDER
            CRITICAL, OK,       240, false, -
            UNKNOWN,  UNKNOWN,  240, false, REMINDER
            -,        OK,       240, false, -
            """)
    void remindersComeSinceTheLastNoticeWhateverItsState(
            State known, State found, long minutes, boolean acknowledged, Kind told) {
        Instant then = NOW.minus(Duration.ofMinutes(minutes));
        AlertState alertState = new AlertState(
                Findings.ALARMS,
                known == null ? OK : known,
                BEFORE,
                null,
                known == null ? null : new Episode("open-episode", then, known));
        Evaluation look = look(found, 2, 2);

        Step step = rules.next(alertState, acknowledged ? look.acknowledgedBefore() : look);

        assertThat(step.kind()).isEqualTo(told);
        if (told == Kind.REMINDER) {
            assertThat(step.next().episode().toldAt()).isEqualTo(NOW);
            assertThat(step.next().episode().told()).isEqualTo(known);
            assertThat(step.finding().state()).isEqualTo(found);
            assertThat(rules.next(alertState, look.inSilence()).told()).isEmpty();
            assertThat(rules.next(alertState, look.inTheShadow()).told()).isEmpty();
        }
    }

    @Test
    void noRemindersWhereTheyAreSwitchedOff() {
        AlertState alertState =
                new AlertState(Findings.ALARMS, CRITICAL, BEFORE, null, new Episode("e", Instant.EPOCH, CRITICAL));
        AlertPolicy never = AlertPolicy.DEFAULT.withTimes(Duration.ZERO, Duration.ofMinutes(15));

        assertThat(rules.next(alertState, new Evaluation(Findings.alarms(CRITICAL), NOW, never))
                        .told())
                .isEmpty();
    }

    @Test
    void aChangeStartsTheTimeToTheNextReminderAnew() {
        AlertState alertState =
                new AlertState(Findings.ALARMS, WARNING, BEFORE, null, new Episode("e", Instant.EPOCH, WARNING));

        Step change = rules.next(alertState, look(CRITICAL, 1, 1));

        assertThat(change.kind()).isEqualTo(Kind.CHANGE);
        assertThat(rules.next(change.next(), look(CRITICAL, 1, 1)).told()).isEmpty();
    }

    @Test
    void anEpisodeOpenedByUnknownBeganWithTheFirstUnknownObservation() {
        AlertState alertState = new AlertState(Findings.ALARMS, UNKNOWN, BEFORE, BEFORE, null);

        Step step = rules.next(alertState, look(UNKNOWN, 1, 1));

        assertThat(step.episode().since()).isEqualTo(BEFORE);
    }

    @Test
    void aGapBeginsRowsAndTheTimeOfBeingUnknownAnew() {
        AlertState alertState = new AlertState(
                Findings.ALARMS, WARNING, BEFORE, BEFORE, OK, new Row(2, BEFORE), FlapDetector.NONE, null, null);
        Evaluation bad = look(WARNING, 3, 1).after(Duration.ofMinutes(14));
        Evaluation unknown = look(UNKNOWN, 3, 1).after(Duration.ofMinutes(14));

        assertThat(rules.next(alertState, bad).next().row()).isEqualTo(new Row(1, NOW));
        assertThat(rules.next(alertState, bad).told()).isEmpty();
        assertThat(rules.next(alertState, unknown).next().unknownSince()).isEqualTo(NOW);
        assertThat(rules.next(alertState, unknown).told()).isEmpty();
    }

    @Test
    void whatIsFoundAfterAGapIsMarkedAlsoWhereItMustBeConfirmedFirst() {
        Duration gap = Duration.ofMinutes(14);
        AlertState alertState = new AlertState(Findings.ALARMS, OK, BEFORE, null, null);

        Step first = rules.next(alertState, look(CRITICAL, 2, 1).after(gap));
        Step second = rules.next(first.next(), look(CRITICAL, 2, 1));

        assertThat(first.told()).isEmpty();
        assertThat(second.kind()).isEqualTo(Kind.PROBLEM);
        assertThat(second.gap()).isEqualTo(gap);
        assertThat(second.next().gap()).isNull();
        Step well = rules.next(first.next(), look(OK, 2, 1));
        assertThat(well.next().gap()).isNull();
        AlertState open =
                new AlertState(Findings.ALARMS, CRITICAL, BEFORE, null, new Episode("e", Instant.EPOCH, CRITICAL));
        assertThat(rules.next(open, look(CRITICAL, 1, 1).after(gap)).gap())
                .as("a reminder finds nothing")
                .isNull();
    }

    private static Evaluation look(State found, int confirm, int recover) {
        return new Evaluation(Findings.alarms(found), NOW, AlertPolicy.DEFAULT.withConfirm(confirm, recover));
    }
}
