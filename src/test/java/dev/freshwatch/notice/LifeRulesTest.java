package dev.freshwatch.notice;

import static dev.freshwatch.freshness.State.CRITICAL;
import static dev.freshwatch.freshness.State.OK;
import static dev.freshwatch.freshness.State.UNKNOWN;
import static dev.freshwatch.freshness.State.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.State;
import dev.freshwatch.notice.Life.Episode;
import dev.freshwatch.notice.LifeRules.Step;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LifeRulesTest {

    private static final Instant NOW = Findings.NOW;
    private static final Instant BEFORE = NOW.minusSeconds(3600);

    private final LifeRules rules = new LifeRules(Duration.ofMinutes(15), () -> "new-episode");

    @ParameterizedTest(name = "open {0}, found {1} (unknown for {2} min): {3}, open then {4}")
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
            WARNING,  UNKNOWN,  15, CHANGE,   UNKNOWN
            CRITICAL, OK,       0,  RECOVERY, -
            CRITICAL, WARNING,  0,  CHANGE,   WARNING
            CRITICAL, CRITICAL, 0,  -,        CRITICAL
            CRITICAL, UNKNOWN,  14, -,        CRITICAL
            CRITICAL, UNKNOWN,  15, CHANGE,   UNKNOWN
            UNKNOWN,  OK,       0,  RECOVERY, -
            UNKNOWN,  WARNING,  0,  CHANGE,   WARNING
            UNKNOWN,  CRITICAL, 0,  CHANGE,   CRITICAL
            UNKNOWN,  UNKNOWN,  60, -,        UNKNOWN
            """)
    void everyCellOfTheTable(State announced, State found, long unknownMinutes, Kind told, State announcedThen) {
        Episode open = announced == null ? null : new Episode("open-episode", BEFORE, announced);
        Instant unknownSince = unknownMinutes == 0 ? null : NOW.minusSeconds(60 * unknownMinutes);
        Life life = new Life(Findings.ALARMS, announced, BEFORE, unknownSince, open);

        Step step = rules.next(life, Findings.alarms(found), false);

        assertThat(step.kind()).isEqualTo(told);
        assertThat(step.next().state()).isEqualTo(found);
        assertThat(step.next().observedAt()).isEqualTo(NOW);
        if (announcedThen == null) {
            assertThat(step.next().episode()).isNull();
        } else {
            assertThat(step.next().episode().announced()).isEqualTo(announcedThen);
        }
        if (told != null) {
            assertThat(step.episode().id()).isEqualTo(open == null ? "new-episode" : "open-episode");
        }
    }

    @ParameterizedTest
    @CsvSource({"OK", "WARNING", "CRITICAL", "UNKNOWN"})
    void inTheShadowOfItsSessionACheckIsQuietAndItsTimeOfBeingUnknownBeginsAnew(State found) {
        Episode open = new Episode("open-episode", BEFORE, CRITICAL);
        Life life = new Life(Findings.ALARMS, UNKNOWN, BEFORE, BEFORE, open);

        Step step = rules.next(life, Findings.alarms(found), true);

        assertThat(step.told()).isEmpty();
        assertThat(step.next().episode()).isEqualTo(open);
        assertThat(step.next().unknownSince()).isNull();
    }

    @Test
    void anEpisodeOpenedByUnknownBeganWithTheFirstUnknownObservation() {
        Life life = new Life(Findings.ALARMS, UNKNOWN, BEFORE, BEFORE, null);

        Step step = rules.next(life, Findings.alarms(UNKNOWN), false);

        assertThat(step.episode().since()).isEqualTo(BEFORE);
    }

    @Test
    void aKnownObservationInBetweenStartsTheTimeOfBeingUnknownAnew() {
        Life unknown = new Life(Findings.ALARMS, UNKNOWN, BEFORE, BEFORE, null);

        Life known = rules.next(unknown, Findings.alarms(OK), false).next();
        Step again = rules.next(known, Findings.alarms(UNKNOWN), false);

        assertThat(again.told()).isEmpty();
        assertThat(again.next().unknownSince()).isEqualTo(NOW);
    }

    @Test
    void unknownInBetweenNeitherEndsNorRepeatsAProblem() {
        Life first = rules.next(Life.unborn(Findings.ALARMS), Findings.alarms(WARNING), false)
                .next();
        Step unknown = rules.next(first, Findings.alarms(UNKNOWN), false);
        Step back = rules.next(unknown.next(), Findings.alarms(WARNING), false);
        Step end = rules.next(back.next(), Findings.alarms(OK), false);

        assertThat(unknown.told()).isEmpty();
        assertThat(back.told()).isEmpty();
        assertThat(end.told()).contains(Kind.RECOVERY);
        assertThat(end.episode().id()).isEqualTo(first.episode().id());
    }
}
