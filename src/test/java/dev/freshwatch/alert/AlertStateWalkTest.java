package dev.freshwatch.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.alert.AlertStateMachine.Step;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Ways through the life of a check, one look a minute. A small letter is a look in silence, a letter in brackets one in
 * the shadow; what is told stands below the look as the first letter of its kind.
 */
class AlertStateWalkTest {

    private final AtomicInteger ids = new AtomicInteger();
    private final AlertStateMachine rules = new AlertStateMachine(() -> "episode-" + ids.incrementAndGet());
    private final List<Step> steps = new ArrayList<>();
    private AlertState alertState = AlertState.initial(Findings.ALARMS);
    private Instant now = Findings.NOW;
    private AlertPolicy limits = AlertPolicy.DEFAULT;

    @ParameterizedTest(name = "confirm {0}, recover {1}: {2} tells {3}")
    @CsvSource({
        // Hard and soft, as Icinga walks them with one, two and three attempts.
        "1, 1, OCOWO,      .PRPR",
        "2, 1, OCOCCO,     ....PR",
        "3, 1, OCCOCCCO,   ......PR",
        "3, 1, CCCWWWO,    ..PC..R",
        "1, 3, CWWWCCO,    P..CC..",
        // Almost resolved, then failing again: no second problem.
        "1, 2, COCOCOO,    P.....R",
        "1, 3, COOCOOO,    P.....R",
        // Warning and critical are both worse than ok; the last one is told.
        "3, 1, OWCWO,      ...PR",
        // What could not be judged neither breaks a row nor counts in it.
        "3, 2, OCUCUCUOUO, .....P...R",
        // A mute window: starts and ends in it; starts in it and lasts; ends in it; and all that again unconfirmed.
        "1, 1, OocooO,     ......",
        "1, 1, OocccC,     .....P",
        "1, 1, OCcooO,     .P...R",
        "1, 1, OCcoccC,    .P.....",
        "1, 1, OCwwW,      .P..C",
        "1, 1, OCwwC,      .P...",
        "2, 2, OocCO,      ...P.",
        "2, 2, OoccOO,     ......",
        // In the shadow of a parent: quiet, judged afresh after it, told once.
        "1, 1, O(U)(U)C,   ...P",
        "2, 1, OC(U)CC,    ....P",
        "1, 1, C(U)C,      P..",
        "1, 1, C(U)O,      P.R",
        "1, 1, O(C)(U)(C)O, .....",
        "2, 1, Occ(U)CC,   .....P",
    })
    void walks(int confirm, int recover, String looks, String told) {
        limits = AlertPolicy.DEFAULT.withConfirm(confirm, recover);

        assertThat(walk(looks)).isEqualTo(told);
    }

    @Test
    void anEpisodeIsOneFromItsProblemToItsRecovery() {
        walk("CWCOC");

        assertThat(steps.stream().filter(step -> step.kind() != null).map(step -> step.episode()
                        .id()))
                .containsExactly("episode-1", "episode-1", "episode-1", "episode-1", "episode-2");
    }

    @Test
    void unknownForLongIsToldAndOnlyOkEndsIt() {
        assertThat(walk("O" + "U".repeat(16))).isEqualTo("." + ".".repeat(15) + "P");
        assertThat(walk("UUO")).isEqualTo("..R");
        assertThat(walk("C" + "U".repeat(16) + "UUO")).isEqualTo("P" + ".".repeat(15) + "C..R");
        alertState = AlertState.initial(Findings.ALARMS);
        assertThat(walk("C" + "U".repeat(10) + "CUUUO")).isEqualTo("P" + ".".repeat(14) + "R");
    }

    @Test
    void remindersCountFromTheLastNoticeAndStopWithTheProblem() {
        limits = AlertPolicy.DEFAULT.withTimes(Duration.ofMinutes(3), Duration.ofMinutes(2));

        assertThat(walk("CCCCCCCWWWWUUUUUUOOOOO")).isEqualTo("P..R..RC..R..C..R".replace('R', 'r') + "R....");
    }

    @Test
    void flappingIsToldOnceAndOnceWhenItIsCalm() {
        assertThat(walk("OCOCOCO")).isEqualTo(".PRPRPC");
        Finding flapping = last().finding();
        assertThat(flapping.state()).isEqualTo(State.CRITICAL);
        assertThat(flapping.reason()).isEqualTo(Reason.FLAPPING);
        assertThat(flapping.text())
                .isEqualTo("flapping: changed 6 times in the last 20 observations; last: ok, as it is");
        assertThat(walk("COCOCOCOWCW")).isEqualTo("...........");

        assertThat(walk("O".repeat(30)).replace(".", "")).isEqualTo("R");
        Step calm = steps.stream()
                .filter(step -> step.kind() != null)
                .reduce((a, b) -> b)
                .orElseThrow();
        assertThat(calm.finding().text()).isEqualTo("steady again: as it is");
        assertThat(walk("CO")).isEqualTo("PR");
    }

    @Test
    void whatIsStillBadWhenItIsCalmIsAChange() {
        walk("OCOCOCOC");

        assertThat(walk("C".repeat(30)).replace(".", "")).isEqualTo("C");
        assertThat(walk("O")).isEqualTo("R");
    }

    @Test
    void flappingThatIsNeverConfirmedIsAProblemAllTheSame() {
        limits = AlertPolicy.DEFAULT.withConfirm(3, 1);

        assertThat(walk("OCOCOCOCOC")).isEqualTo("......P...");
        assertThat(last(Kind.PROBLEM).finding().state()).isEqualTo(State.WARNING);
        assertThat(walk("O".repeat(30)).replace(".", "")).isEqualTo("R");
    }

    @Test
    void flappingInASilenceIsToldAtItsEndOnlyIfItLasts() {
        assertThat(walk("oococococo" + "C")).isEqualTo("..........P");
        assertThat(last().finding().text()).startsWith("flapping: changed");
        alertState = AlertState.initial(Findings.ALARMS);

        assertThat(walk("ococococo" + "o".repeat(30) + "O").replace(".", "")).isEmpty();
    }

    @Test
    void everyTurnIsToldWhereThatIsWanted() {
        limits = AlertPolicy.DEFAULT.withFlapping(false);

        assertThat(walk("OCOCOCOCOCOCOCO")).isEqualTo(".PRPRPRPRPRPRPR");
    }

    @Test
    void whatCouldNotBeJudgedDoesNotCountForFlapping() {
        assertThat(walk("OUOUOUOUOUOUOUOUOUOUOU").replace(".", "")).isEmpty();
        assertThat(alertState.flaps().count()).isZero();
    }

    /** Each step's kind: problem, change, recovery, reminder as r. */
    private String walk(String looks) {
        StringBuilder told = new StringBuilder();
        boolean shadow = false;
        for (char c : looks.toCharArray()) {
            if (c == '(' || c == ')') {
                shadow = c == '(';
                continue;
            }
            now = now.plusSeconds(60);
            Evaluation look = new Evaluation(Findings.alarms(state(c)), now, limits);
            look = Character.isLowerCase(c) ? look.inSilence() : look;
            Step step = rules.next(alertState, shadow ? look.inTheShadow() : look);
            steps.add(step);
            alertState = step.next();
            told.append(letter(step.kind()));
        }
        return told.toString();
    }

    private Step last() {
        return steps.get(steps.size() - 1);
    }

    private Step last(Kind kind) {
        return steps.stream()
                .filter(step -> step.kind() == kind)
                .reduce((a, b) -> b)
                .orElseThrow();
    }

    private static State state(char c) {
        return switch (Character.toUpperCase(c)) {
            case 'O' -> State.OK;
            case 'W' -> State.WARNING;
            case 'C' -> State.CRITICAL;
            default -> State.UNKNOWN;
        };
    }

    private static String letter(Kind kind) {
        if (kind == null) {
            return ".";
        }
        String first = kind.name().substring(0, 1);
        return kind == Kind.REMINDER ? first.toLowerCase(Locale.ROOT) : first;
    }
}
