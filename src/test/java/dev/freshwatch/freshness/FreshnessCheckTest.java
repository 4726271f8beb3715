package dev.freshwatch.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.InEachLanguage;
import dev.freshwatch.freshness.Observation.Absent;
import dev.freshwatch.freshness.Observation.Answered;
import dev.freshwatch.freshness.Observation.Clocks;
import dev.freshwatch.freshness.Observation.Degraded;
import dev.freshwatch.freshness.Observation.Down;
import dev.freshwatch.freshness.Observation.Expiry;
import dev.freshwatch.freshness.Observation.Nothing;
import dev.freshwatch.freshness.Observation.Seen;
import dev.freshwatch.freshness.Observation.Unanswered;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@InEachLanguage
class FreshnessCheckTest {

    private static final Instant NOW = Instant.parse("2026-11-20T17:00:00Z");
    private static final Duration TOOK = Duration.ofMillis(412);
    private static final Limits TEN_TWENTY = new Limits(Duration.ofMinutes(10), Duration.ofMinutes(20));

    private final FreshnessCheck check = new FreshnessCheck();

    @ParameterizedTest(name = "{0} old, warn {1}, error {2}: {3} {4}, {5}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
            PT0S       | PT10M | PT20M | OK       | FRESH  | newest event is 0 s old (limit 10 min)
            PT10M      | PT10M | PT20M | OK       | FRESH  | newest event is 10 min old (limit 10 min)
            PT10M0.9S  | PT10M | PT20M | OK       | FRESH  | newest event is 10 min old (limit 10 min)
            PT10M1S    | PT10M | PT20M | WARNING  | STALE  | newest event is 10 min old (limit 10 min)
            PT20M      | PT10M | PT20M | WARNING  | STALE  | newest event is 20 min old (limit 10 min)
            PT20M1S    | PT10M | PT20M | CRITICAL | STALE  | newest event is 20 min old (limit 20 min)
            PT47M      | -     | PT20M | CRITICAL | STALE  | newest event is 47 min old (limit 20 min)
            PT19M      | -     | PT20M | OK       | FRESH  | newest event is 19 min old (limit 20 min)
            PT50H      | PT10M | -     | WARNING  | STALE  | newest event is 2 d 2 h old (limit 10 min)
            PT47M      | -     | -     | OK       | FRESH  | newest event is 47 min old
            PT-1M      | PT10M | PT20M | OK       | FRESH  | newest event is 0 s old (limit 10 min)
            PT-1M-1S   | PT10M | PT20M | WARNING  | FUTURE | newest event is 61 s ahead of the platform's clock (wrong zone, date format or device clock?)
            """)
    void judgesTheAgeOfTheNewestRecordByThePlatformsClock(
            Duration age, Duration warn, Duration error, State state, Reason reason, String text) {
        Finding finding = judge(events(new Limits(warn, error)), new Seen(NOW.minus(age), NOW, TOOK));

        assertThat(finding.state()).isEqualTo(state);
        assertThat(finding.reason()).isEqualTo(reason);
        assertThat(finding.text()).isEqualTo(text);
        assertThat(finding.lastActivity()).isEqualTo(NOW.minus(age));
    }

    @Test
    void agesAreWholeSecondsRoundedDown() {
        Finding finding = judge(events(TEN_TWENTY), new Seen(NOW.minusMillis(2_820_999), NOW, TOOK));

        assertThat(finding.age()).isEqualTo(Duration.ofSeconds(2820));
        assertThat(finding.message()).isEqualTo("ERC-1: newest event is 47 min old (limit 20 min)");
        assertThat(finding.headline()).isEqualTo("ERC-1 events: newest event is 47 min old (limit 20 min)");
        assertThat(finding.response()).isEqualTo(TOOK);
    }

    @Test
    void aRecordOfTheFutureHasNoAge() {
        Finding finding = judge(events(TEN_TWENTY), new Seen(NOW.plusSeconds(600), NOW, TOOK));

        assertThat(finding.reason()).isEqualTo(Reason.FUTURE);
        assertThat(finding.age()).isNull();
        assertThat(finding.lastActivity()).isEqualTo(NOW.plusSeconds(600));
    }

    @Test
    void nothingAtAllIsTheMostSevereFindingAndHasNoAge() {
        Finding finding = judge(events(TEN_TWENTY), new Nothing(Duration.ofDays(3), TOOK));

        assertThat(finding.state()).isEqualTo(State.CRITICAL);
        assertThat(finding.reason()).isEqualTo(Reason.SILENT);
        assertThat(finding.message()).isEqualTo("ERC-1: no event for more than 3 days (limit 20 min)");
        assertThat(finding.age()).isNull();
        assertThat(finding.lastActivity()).isNull();
    }

    @Test
    void aMissingDeviceIsCritical() {
        Finding finding = judge(events(TEN_TWENTY), new Absent("the ESM has no such device", TOOK));

        assertThat(finding.state()).isEqualTo(State.CRITICAL);
        assertThat(finding.reason()).isEqualTo(Reason.MISSING);
    }

    @ParameterizedTest(name = "ESM clock {0} from ours: {1}, {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            PT0S    | OK       | UP     | clock agrees with ours (limit 2 min)
            PT2M    | OK       | UP     | clock is 2 min ahead of ours (limit 2 min)
            PT2M1S  | CRITICAL | SKEWED | clock is 2 min ahead of ours (limit 2 min)
            PT-7M   | CRITICAL | SKEWED | clock is 7 min behind ours (limit 2 min)
            """)
    void comparesTheClocks(Duration ahead, State state, Reason reason, String text) {
        Question question = new Question(CheckId.of("esm", "soc", "clock"), "soc", "clock", Limits.NONE);

        Finding finding = judge(question, new Clocks(NOW.plus(ahead), NOW, Duration.ofMinutes(2), TOOK));

        assertThat(finding.state()).isEqualTo(state);
        assertThat(finding.reason()).isEqualTo(reason);
        assertThat(finding.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {
                "MISMATCH",
                "UNREACHABLE",
                "UNAUTHORIZED",
                "UNREADABLE",
                "OVERLOADED",
                "MAINTENANCE",
                "FAILED",
                "TIMEOUT",
                "OFF"
            })
    void whatCouldNotBeJudgedIsUnknownWithItsCause(Reason cause) {
        Finding finding = judge(events(TEN_TWENTY), new Unanswered(cause, "could not be asked", TOOK));

        assertThat(finding.state()).isEqualTo(State.UNKNOWN);
        assertThat(finding.reason()).isEqualTo(cause);
    }

    @ParameterizedTest
    @CsvSource({
        "UNREACHABLE,  CRITICAL",
        "UNAUTHORIZED, CRITICAL",
        "UNREADABLE,   CRITICAL",
        "FAILED,       CRITICAL",
        "TIMEOUT,      CRITICAL",
        "OVERLOADED,   WARNING",
        "MAINTENANCE,  WARNING"
    })
    void forTheSessionCheckTheCauseIsWhatWasAsked(Reason cause, State state) {
        Question question = new Question(CheckId.of("esm", "soc", "session"), "soc", "session", Limits.NONE);

        Finding finding = judge(question, new Unanswered(cause, "could not be asked", TOOK));

        assertThat(finding.state()).isEqualTo(state);
    }

    @Test
    void anAnswerThatIsAsItShouldIsUp() {
        Question question = new Question(CheckId.of("esm", "soc", "session"), "soc", "session", Limits.NONE);

        Finding finding = judge(question, new Answered(TOOK));

        assertThat(finding.state()).isEqualTo(State.OK);
        assertThat(finding.reason()).isEqualTo(Reason.UP);
    }

    @ParameterizedTest(name = "after {0} with slow-after {1} and down-after {2}: {3} {4}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
            PT0.412S | PT5S | PT10S | OK       | UP   | rest is up
            PT5S     | PT5S | PT10S | OK       | UP   | rest is up
            PT5.38S  | PT5S | PT10S | WARNING  | SLOW | answered only after 5.3 s (limit 5 s)
            PT10S    | PT5S | PT10S | WARNING  | SLOW | answered only after 10.0 s (limit 5 s)
            PT12S    | PT5S | PT10S | CRITICAL | DOWN | answered only after 12.0 s (limit 10 s)
            PT12S    | -    | PT10S | CRITICAL | DOWN | answered only after 12.0 s (limit 10 s)
            PT12S    | -    | -     | OK       | UP   | rest is up
            """)
    void aGoodAnswerIsJudgedByItsTimeWhereThereAreLimits(
            Duration took, Duration slow, Duration down, State state, Reason reason, String text) {
        Question question = new Question(CheckId.of("misp", "intel", "rest"), "intel", "rest", new Limits(slow, down));

        Finding finding = judge(question, new Answered(took));

        assertThat(finding.state()).isEqualTo(state);
        assertThat(finding.reason()).isEqualTo(reason);
        assertThat(finding.text()).isEqualTo(text);
        assertThat(finding.age()).isNull();
    }

    @Test
    void whatIsNotThereIsDownAndWhatIsThereInPartIsDegraded() {
        Question question = new Question(CheckId.of("misp", "intel", "workers"), "intel", "workers", Limits.NONE);

        Finding down = judge(question, new Down("queue prio has no worker", TOOK));
        Finding degraded = judge(question, new Degraded("queue prio has 1 of 2 workers", TOOK));

        assertThat(down.state()).isEqualTo(State.CRITICAL);
        assertThat(down.reason()).isEqualTo(Reason.DOWN);
        assertThat(down.message()).isEqualTo("intel: queue prio has no worker");
        assertThat(degraded.state()).isEqualTo(State.WARNING);
        assertThat(degraded.reason()).isEqualTo(Reason.DEGRADED);
    }

    @ParameterizedTest(name = "ends in {0}: {1} {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            PT337H | OK       | UP       | key ends in 14 d 1 h
            PT336H | WARNING  | EXPIRING | key ends in 14 d (limit 14 d)
            PT90M  | WARNING  | EXPIRING | key ends in 90 min (limit 14 d)
            PT0S   | CRITICAL | DOWN     | key ended 0 s ago (2026-11-20 17:00 UTC)
            PT-50H | CRITICAL | DOWN     | key ended 2 d 2 h ago (2026-11-18 15:00 UTC)
            """)
    void whatEndsIsToldAhead(Duration left, State state, Reason reason, String text) {
        Question question = new Question(CheckId.of("misp", "intel", "key"), "intel", "key", Limits.NONE);

        Finding finding = judge(question, new Expiry(NOW.plus(left), NOW, Duration.ofDays(14), TOOK));

        assertThat(finding.state()).isEqualTo(state);
        assertThat(finding.reason()).isEqualTo(reason);
        assertThat(finding.text()).isEqualTo(text);
    }

    private Finding judge(Question question, Observation observation) {
        return check.judgeOne(new Answer(question, observation, NOW));
    }

    private static Question events(Limits limits) {
        return new Question(CheckId.of("esm", "soc", "events", "144116287587483648"), "ERC-1", "events", limits);
    }

    /** Among several methods of a name Camel tries to convert the answers by each of its converters, in every cycle. */
    @Test
    void theRouteHasOneMethodToCall() {
        assertThat(Arrays.stream(FreshnessCheck.class.getMethods())
                        .filter(method -> method.getName().equals("judge")))
                .hasSize(1);
    }
}
