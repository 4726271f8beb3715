package dev.freshwatch.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.alert.AlertState.Episode;
import dev.freshwatch.alert.AlertStateMachine.Step;
import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.FreshnessCheck;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Absent;
import dev.freshwatch.freshness.Observation.Answered;
import dev.freshwatch.freshness.Observation.Clocks;
import dev.freshwatch.freshness.Observation.Degraded;
import dev.freshwatch.freshness.Observation.Down;
import dev.freshwatch.freshness.Observation.Expiry;
import dev.freshwatch.freshness.Observation.Nothing;
import dev.freshwatch.freshness.Observation.Seen;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Another cause of an open problem is a change; other numbers are none. */
class CausesTest {

    private static final Instant NOW = Findings.NOW;
    private static final Limits LIMITS = new Limits(Duration.ofMinutes(10), Duration.ofMinutes(20));
    private static final Duration TOOK = Duration.ofMillis(12);

    private final AlertStateMachine rules = new AlertStateMachine(() -> "episode");
    private AlertPolicy limits = AlertPolicy.DEFAULT;
    private AlertState alertState = AlertState.initial(Findings.ALARMS);
    private Instant now = NOW;

    static Stream<Arguments> twoFindings() {
        String session = "esm/soc/session";
        String events = "esm/soc/events/1";
        String rest = "misp/intel/rest";
        return Stream.of(
                // numbers: ages, counts, process ids, times
                same(events, age(21), age(119)),
                same(events, age(21), age(60 * 47)),
                same(events, age(21), age(60 * 24 * 3 + 60 * 4)),
                same("esm/soc/alarms", age(59), age(60 * 24 * 90)),
                same(events, new Nothing(Duration.ofDays(3), TOOK), new Nothing(Duration.ofDays(3), TOOK)),
                same(events, age(-3), age(-600)),
                same("esm/soc/clock", clock(-180), clock(-10_000)),
                same("misp/intel/key", ends("the key", 10), ends("the key", 9)),
                same("misp/intel/rest", new Answered(Duration.ofMinutes(12)), new Answered(Duration.ofMinutes(13))),
                same("misp/intel/rest", new Answered(Duration.ofMinutes(21)), new Answered(Duration.ofMinutes(99))),
                same(
                        "service/shop/page",
                        down("answered HTTP 502 (expected 200)"),
                        down("answered HTTP 503 (expected 200)")),
                same("service/shop/page", down("no answer within 10 s"), down("no answer within 9.9 s")),
                same("service/shop/job", down("1 row is wrong"), down("17 rows are wrong")),
                same(
                        "service/shop/job",
                        down("run 2026-11-20T17:00:00Z failed"),
                        down("run 2026-11-20T17:05:00Z failed")),
                same("service/shop/job", down("request 1c-0a7f failed"), down("request 9e3b41 failed")),
                same(
                        "misp/intel/workers",
                        fewer("cache has 1 of 5 workers", "cache has fewer workers"),
                        fewer("cache has 2 of 5 workers (worker 41 is dead)", "cache has fewer workers")),
                // what is named
                other("esm/soc/clock", clock(-180), clock(180)),
                other(
                        events,
                        new Absent("not among the ESM's Receivers", TOOK),
                        new Absent("disabled on the ESM", TOOK)),
                other("misp/intel/page", down("connection refused"), down("the text 'Login' is not in the page")),
                other("misp/intel/page", down("HTTP 404 instead of 200"), down("HTTP 502 instead of 200")),
                other("misp/intel/ping", down("unknown host"), down("no answer to ping within 10 s")),
                other("misp/intel/key", ends("the key", 10), ends("the admin key", 10)),
                other("misp/intel/workers", down("Redis is gone"), down("no worker in cache, default")),
                other("misp/intel/workers", down("no worker in cache"), down("no worker in cache, default")),
                other("service/shop/page", down("answered without the text 'a'"), down("connection refused")),
                other("service/shop/cert", ends("the certificate", 5), ends("the certificate of the issuer", 5)),
                other("freshwatch/store", down("cannot be written: disk full"), down("cannot be written: read-only")),
                other(
                        "freshwatch/sink/mail",
                        new Degraded("x", "gave up a notice", null),
                        new Degraded("x", "is stuck on a notice", null)),
                // the reason
                other(session, no(Reason.UNREACHABLE, "x"), no(Reason.UNAUTHORIZED, "x")),
                other(
                        session,
                        no(Reason.UNREACHABLE, "connection refused"),
                        no(Reason.UNREACHABLE, "its certificate is not trusted")),
                other(session, no(Reason.OVERLOADED, "x"), no(Reason.MAINTENANCE, "x")),
                other(events, age(21), new Nothing(Duration.ofDays(3), TOOK)),
                other(events, age(21), new Absent("disabled on the ESM", TOOK)),
                other(rest, new Answered(Duration.ofMinutes(12)), new Degraded("is not as it should be", TOOK)),
                other(rest, new Answered(Duration.ofMinutes(21)), down("connection refused")));
    }

    private static Arguments same(String check, Observation first, Observation second) {
        return Arguments.of(check, first, second, null);
    }

    private static Arguments other(String check, Observation first, Observation second) {
        return Arguments.of(check, first, second, Kind.CHANGE);
    }

    private static Seen age(int minutes) {
        return new Seen(NOW.minus(Duration.ofMinutes(minutes)), NOW, TOOK);
    }

    private static Clocks clock(int seconds) {
        return new Clocks(NOW.plusSeconds(seconds), NOW, Duration.ofMinutes(2), TOOK);
    }

    private static Expiry ends(String what, int days) {
        return new Expiry(what, NOW.plus(Duration.ofDays(days)), NOW, Duration.ofDays(14), TOOK);
    }

    private static Down down(String detail) {
        return new Down(detail, TOOK);
    }

    private static Degraded fewer(String detail, String named) {
        return new Degraded(detail, named, TOOK);
    }

    private static Unanswered no(Reason reason, String detail) {
        return new Unanswered(reason, detail, TOOK);
    }

    @ParameterizedTest
    @MethodSource("twoFindings")
    void ofOneSeverity(String check, Observation first, Observation second, Kind told) {
        Finding before = finding(check, first);
        Finding after = finding(check, second);
        assertThat(after.state()).isEqualTo(before.state()).isNotEqualTo(State.OK);

        assertThat(look(before).kind()).isEqualTo(Kind.PROBLEM);
        Step step = look(after);

        assertThat(step.kind()).as(after.cause()).isEqualTo(told);
        if (told != null) {
            assertThat(step.episode().id()).isEqualTo("episode");
            assertThat(step.finding()).isEqualTo(after);
        }
        assertThat(look(after).kind()).as("told once").isNull();
    }

    private static Finding finding(String check, Observation observation) {
        return new FreshnessCheck()
                .judgeOne(new Answer(new Question(new CheckId(check), "soc", "events", LIMITS), observation, NOW));
    }

    private Step look(Finding finding) {
        return look(new Evaluation(finding, now, limits));
    }

    private Step look(Evaluation look) {
        Step step = rules.next(alertState, look);
        alertState = step.next();
        now = now.plus(Duration.ofMinutes(1));
        return step;
    }

    /** One look a minute: O is ok, other letters are causes of something critical; small ones in silence, U is unknown. */
    private String walk(String looks) {
        StringBuilder told = new StringBuilder();
        for (char c : looks.toCharArray()) {
            String letter = String.valueOf(c).toUpperCase(Locale.ROOT);
            Observation seen =
                    switch (letter) {
                        case "O" -> new Answered(TOOK);
                        case "U" -> no(Reason.FAILED, "an error");
                        case "V" -> no(Reason.TIMEOUT, "no answer");
                        default -> down("no worker in " + letter);
                    };
            Evaluation look = new Evaluation(finding("misp/intel/workers", seen), now, limits);
            Step step = look(Character.isLowerCase(c) ? look.inSilence() : look);
            told.append(step.kind() == null ? '.' : step.kind().name().charAt(0));
        }
        return told.toString();
    }

    @ParameterizedTest(name = "confirm {0}, recover {1}: {2} tells {3}")
    @CsvSource({
        "1, 1, OAABBA,    .P.C.C",
        "1, 1, ABO,       PCR",
        "2, 1, AABAB,     .P...",
        "2, 1, AABBBAA,   .P.C..C",
        "3, 1, AAABBABBB, ..P.....C",
        // Another cause on the way to a problem is a bad look like any other; the last one is told.
        "3, 1, ABCCC,     ..P..",
        // In a silence it goes on unseen; what is another cause after it is told once.
        "1, 1, AbbB,      P..C",
        "1, 1, AbaA,      P...",
        "1, 1, AboO,      P..R",
        // What could not be judged lies between.
        "1, 1, AUUAB,     P...C",
        // Seemingly well, then ill of something else.
        "1, 2, AOBBOO,    P.C..R",
    })
    void walks(int confirm, int recover, String looks, String told) {
        limits = limits.withConfirm(confirm, recover);

        assertThat(walk(looks)).isEqualTo(told);
    }

    @Test
    void aCauseThatGoesToAndFroIsToldAsFlapping() {
        assertThat(walk("ABABABABABABABABABAB")).isEqualTo("PCCCCCC.............");
        assertThat(alertState.flaps().told()).isTrue();
        assertThat(walk("B".repeat(30)).replace(".", "")).isEqualTo("C");
        assertThat(walk("BO")).isEqualTo(".R");
    }

    @Test
    void anotherCauseOfNotKnowingMustLastAsLongAsNotKnowing() {
        assertThat(walk("U".repeat(16))).isEqualTo(".".repeat(15) + "P");
        assertThat(walk("VUVUVUVV")).isEqualTo("........");
        alertState = AlertState.initial(Findings.ALARMS);
        assertThat(walk("U".repeat(16) + "V".repeat(20)))
                .isEqualTo(".".repeat(15) + "P" + ".".repeat(15) + "C" + "....");
    }

    @Test
    void anAcknowledgementKeepsRemindersAndNoChangesAway() {
        limits = limits.withTimes(Duration.ofMinutes(2), Duration.ofMinutes(15));
        walk("A");
        List<Kind> told = new ArrayList<>();
        for (String queue : List.of("A", "A", "A", "B", "B", "B", "B")) {
            Evaluation look = new Evaluation(finding("misp/intel/workers", down("no worker in " + queue)), now, limits);
            told.add(look(look.acknowledgedBefore()).kind());
        }

        assertThat(told).containsExactly(null, null, null, Kind.CHANGE, null, null, null);
    }

    @Test
    void aReminderTellsNoCause() {
        limits = limits.withTimes(Duration.ofMinutes(2), Duration.ofMinutes(15)).withConfirm(2, 1);

        assertThat(walk("AAABBB")).isEqualTo(".P.RC.");
    }

    @Test
    void inTheShadowNothingIsSaidAndAfterItTheCauseIsJudgedAfresh() {
        walk("A");
        Evaluation shadowed =
                new Evaluation(finding("misp/intel/workers", down("no worker in B")), now, limits).inTheShadow();

        assertThat(look(shadowed).kind()).isNull();
        assertThat(walk("A")).isEqualTo(".");
        assertThat(look(shadowed).kind()).isNull();
        assertThat(walk("B")).isEqualTo("C");
    }

    @Test
    void aProblemFromBeforeCausesWereKeptIsTakenToBeOfTheCauseThatIsSeen() {
        alertState =
                new AlertState(Findings.ALARMS, State.CRITICAL, NOW, null, new Episode("open", NOW, State.CRITICAL));

        assertThat(walk("AAB")).isEqualTo("..C");
    }

    @Test
    void manyOfOnePlatformAreToldTogether() {
        Watch watch = new Watch();
        watch.cycle(receivers("disabled on the ESM"));

        List<Notice> notices = watch.cycle(receivers("not among the ESM's Receivers"));

        assertThat(notices).hasSize(7).allMatch(notice -> notice.kind() == Kind.CHANGE);
        assertThat(notices.get(6).isGroup()).isTrue();
    }

    private static Finding[] receivers(String missing) {
        return Stream.iterate(1, n -> n + 1)
                .limit(6)
                .map(n -> finding("esm/soc/events/" + n, new Absent(missing, TOOK)))
                .toArray(Finding[]::new);
    }
}
