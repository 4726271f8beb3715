package dev.freshwatch.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.State;
import dev.freshwatch.page.SpanSeries.LimitRun;
import dev.freshwatch.page.SpanSeries.Point;
import dev.freshwatch.samples.SampleSpan;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanSeriesTest {

    private static final CheckId CHECK = new CheckId("a/b");
    private static final Instant START = Instant.parse("2026-11-20T02:00:00Z");
    private static final Duration STEP = Duration.ofMinutes(5);
    private static final Limits LIMITS = new Limits(null, Duration.ofMinutes(10));

    /**
     * Spans of five minutes, one for each letter: {@code o w c u} a look of that state, capitals two looks (one of them ok),
     * {@code n} critical without an age, {@code .} no look.
     */
    static List<SampleSpan> spans(String letters) {
        SeededSamples samples = new SeededSamples();
        for (int at = 0; at < letters.length(); at++) {
            Instant time = START.plus(STEP.multipliedBy(at)).plusSeconds(30);
            char letter = letters.charAt(at);
            if (letter == '.') {
                continue;
            }
            if (Character.isUpperCase(letter)) {
                samples.add(CHECK, time, State.OK, 10, 100, LIMITS);
            }
            switch (Character.toLowerCase(letter)) {
                case 'o' -> samples.add(CHECK, time, State.OK, 60, 100, LIMITS);
                case 'w' -> samples.add(CHECK, time, State.WARNING, 500, 100, LIMITS);
                case 'c' -> samples.add(CHECK, time, State.CRITICAL, 900, 100, LIMITS);
                case 'n' -> samples.add(CHECK, time, State.CRITICAL, null, 100, LIMITS);
                default -> samples.add(CHECK, time, State.UNKNOWN, null, null, LIMITS);
            }
        }
        return samples.spans(CHECK, edges(letters.length()));
    }

    static List<Instant> edges(int count) {
        return new TimeGrid(ZoneOffset.UTC, STEP).edges(START, START.plus(STEP.multipliedBy(count)));
    }

    private static SpanSeries series(String letters, Integer everyMinutes, int seen) {
        return new SpanSeries(
                spans(letters),
                everyMinutes == null ? null : Duration.ofMinutes(everyMinutes),
                START.plus(STEP.multipliedBy(seen)));
    }

    private static int step(Instant time) {
        return (int) Duration.between(START, time).dividedBy(STEP);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    ooo,          5, 3,  0-3 ok
                    oocc,         5, 4,  0-2 ok / 2-4 critical
                    ouuo,         5, 4,  0-1 ok / 1-3 unknown / 3-4 ok
                    # every ten minutes a look: what lies between two is no gap
                    o.o.o.c.,    10, 8,  0-6 ok / 6-8 critical
                    # more than twice the interval without a look is one
                    o.....o,     10, 7,  0-1 ok / 1-6 nobody / 6-7 ok
                    o....o,      10, 6,  0-6 ok
                    oo..oo,       5, 6,  0-6 ok
                    oo...oo,      5, 7,  0-2 ok / 2-5 nobody / 5-7 ok
                    # until now, not beyond
                    oo......,     5, 3,  0-3 ok
                    oo......,     5, 6,  0-2 ok / 2-6 nobody
                    oo......,     5, 8,  0-2 ok / 2-8 nobody
                    # before the first look: nothing is said while it was not due
                    ..oo,         5, 4,  2-4 ok
                    ...oo,        5, 5,  0-3 nobody / 3-5 ok
                    # steps with several states are by themselves
                    oCCo,         5, 4,  0-1 ok / 1-2 ok+critical / 2-3 ok+critical / 3-4 ok
                    oUo,          5, 3,  0-1 ok / 1-2 ok+unknown / 2-3 ok
                    # nothing at all
                    ....,         5, 4,  0-4 nobody
                    # of unknown interval: as often as usual
                    o..o..o........o, ,16, 0-7 ok / 7-15 nobody / 15-16 ok
                    """)
    void aStateHoldsUntilTheNextLookUnlessThatIsOverdue(String letters, Integer every, int seen, String expected) {
        String stretches = series(letters, every, seen).stretches().stream()
                .map(stretch -> step(stretch.from()) + "-" + step(stretch.to()) + " "
                        + (stretch.isGap()
                                ? "nobody"
                                : stretch.looks().keySet().stream()
                                        .map(State::word)
                                        .collect(Collectors.joining("+"))))
                .collect(Collectors.joining(" / "));

        assertThat(stretches).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    ooo,      5,  0 1 2
                    o.o.o,   10,  0 2 4
                    o...o,    5,  0 / 4
                    oouoo,    5,  0 1 / 3 4
                    oonoo,    5,  0 1 / 3 4
                    ooUoo,    5,  0 1 2 3 4
                    u,        5,
                    c,        5,  0
                    """)
    void aLineIsInterruptedByGapsAndByLooksWithoutAnAge(String letters, int every, String expected) {
        String lines = series(letters, every, letters.length()).lines(SampleSpan::age).stream()
                .map(line -> line.stream().map(point -> "" + step(point.at())).collect(Collectors.joining(" ")))
                .collect(Collectors.joining(" / "));

        assertThat(lines).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void aPointIsInTheMiddleOfItsStep() {
        Point point = series("oC", 5, 2).lines(SampleSpan::age).get(0).get(1);

        assertThat(point.at()).isEqualTo(START.plusSeconds(450));
        assertThat(point.figures().min()).isEqualTo(Duration.ofSeconds(10));
        assertThat(point.figures().max()).isEqualTo(Duration.ofSeconds(900));
    }

    @Test
    void limitsAreThoseInForceAtTheTime() {
        SeededSamples samples = new SeededSamples();
        Duration[] limits = {Duration.ofMinutes(10), Duration.ofMinutes(10), null, Duration.ofMinutes(20)};
        for (int at = 0; at < limits.length; at++) {
            samples.add(
                    CHECK, START.plus(STEP.multipliedBy(2L * at + 1)), State.OK, 1, 1, new Limits(null, limits[at]));
        }
        SpanSeries series = new SpanSeries(samples.spans(CHECK, edges(10)), STEP, START.plus(STEP.multipliedBy(10)));

        assertThat(series.limits(Limits::errorAfter, Limits.NONE))
                .containsExactly(
                        new LimitRun(START, START.plus(STEP.multipliedBy(5)), Duration.ofMinutes(10)),
                        new LimitRun(
                                START.plus(STEP.multipliedBy(7)),
                                START.plus(STEP.multipliedBy(10)),
                                Duration.ofMinutes(20)));
        assertThat(series.limits(Limits::warnAfter, Limits.NONE)).isEmpty();
    }

    @Test
    void whereNobodyLookedTheLimitsOfNowAreShown() {
        SpanSeries series = series("...", 5, 3);

        assertThat(series.limits(Limits::errorAfter, LIMITS))
                .containsExactly(new LimitRun(START, START.plus(STEP.multipliedBy(3)), Duration.ofMinutes(10)));
    }

    @Test
    void totalsNeverRoundWhatIsBadAway() {
        assertThat(LookTotals.of(series("oooc", 5, 4)).words()).isEqualTo("4 looks: ok 75.0 %, critical 25.0 %");
        assertThat(LookTotals.of(series("o", 5, 1)).words()).isEqualTo("1 look: ok 100 %");
        assertThat(LookTotals.of(series("o...o", 5, 5)).words())
                .isEqualTo("2 looks: ok 100 %; nobody looked for 15 min");
        assertThat(LookTotals.of(series("...", 5, 3)).words()).isEqualTo("no look; nobody looked for 15 min");
        assertThat(LookTotals.percent(1, 100_000)).isEqualTo("under 0.1 %");
        assertThat(LookTotals.percent(99_999, 100_000)).isEqualTo("over 99.9 %");
        assertThat(LookTotals.percent(999, 1000)).isEqualTo("99.9 %");
    }
}
