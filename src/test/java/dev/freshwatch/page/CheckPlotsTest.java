package dev.freshwatch.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.State;
import dev.freshwatch.samples.SampleSpan;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;

/** What is drawn of known samples, and what is said of it. */
class CheckPlotsTest {

    private static final CheckId CHECK = new CheckId("a/b");
    private static final Instant START = Instant.parse("2026-11-20T02:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Limits LIMITS = new Limits(Duration.ofSeconds(420), Duration.ofSeconds(600));

    /** Ten steps of a minute, from 02:00 UTC, which is 03:00 in Berlin, seen at their end. */
    private static ShownRange range(int steps) {
        Instant end = START.plus(MINUTE.multipliedBy(steps));
        return new ShownRange(
                RangeLength.HOUR,
                true,
                START,
                end,
                new TimeGrid(ZoneId.of("Europe/Berlin"), MINUTE),
                new ShownRange.Around(null, "x", null),
                end);
    }

    /**
     * A word for each minute: ages in seconds, joined by + where there were several looks; {@code u} unknown, {@code n}
     * critical without a record, {@code -} no look.
     */
    private static SpanSeries series(String words, Limits limits) {
        SeededSamples samples = new SeededSamples();
        String[] minutes = words.split(" ");
        for (int at = 0; at < minutes.length; at++) {
            for (String look : minutes[at].split("\\+")) {
                Instant time = START.plus(MINUTE.multipliedBy(at)).plusSeconds(10);
                switch (look) {
                    case "-" -> {}
                    case "u" -> samples.add(CHECK, time, State.UNKNOWN, null, null, limits);
                    case "n" -> samples.add(CHECK, time, State.CRITICAL, null, 200, limits);
                    default -> {
                        int age = Integer.parseInt(look);
                        State state = age > 600 ? State.CRITICAL : age > 420 ? State.WARNING : State.OK;
                        samples.add(CHECK, time, state, age, 100 + at * 10, limits);
                    }
                }
            }
        }
        List<SampleSpan> spans = samples.spans(CHECK, range(minutes.length).edges());
        return new SpanSeries(spans, MINUTE, START.plus(MINUTE.multipliedBy(minutes.length)));
    }

    private static AgePlot age(String words) {
        return new AgePlot("ERC-2 events", series(words, LIMITS), range(words.split(" ").length), LIMITS);
    }

    private static Element drawn(String words) {
        return Markup.of(age(words).draw());
    }

    private static List<String> d(Element svg, String style) {
        return Markup.attributes(Markup.all(svg, "path", style), "d");
    }

    /** The top is 12 percent above the limit of 600 s, which is 672 s; the height is 200. */
    @Test
    void ageIsALineThroughTheMiddleOfEachStep() {
        Element svg = drawn("0 168 336 504 60 60 60 60 60 672");

        assertThat(d(svg, "line value"))
                .containsExactly("M50 200L150 155.4L250 110.7L350 66.1L450 184.1L550 184.1L650 184.1L750 184.1"
                        + "L850 184.1L950 21.4");
        assertThat(Markup.attributes(Markup.all(svg, "line", "limit critical"), "x1", "x2", "y1"))
                .containsExactly("0% 100% 40.56");
        assertThat(Markup.attributes(Markup.all(svg, "line", "limit warning"), "x1", "x2", "y1"))
                .containsExactly("0% 100% 88.39");
        assertThat(d(svg, "area over"))
                .as("from the limit up to what is past it")
                .singleElement()
                .asString()
                .endsWith("L50 40.6Z");
        assertThat(d(svg, "area spread")).as("one look in each step").isEmpty();
    }

    @Test
    void stepsWithSeveralLooksAreShadedDownToTheSmallest() {
        Element svg = drawn("0+336 168+336");

        assertThat(d(svg, "line value")).containsExactly("M250 100L750 100");
        assertThat(d(svg, "area spread")).containsExactly("M250 100L750 100L750 150L250 200Z");
    }

    @Test
    void looksThatFailedAndGapsInterruptIt() {
        Element svg = drawn("60 60 u u 60 60 - - - 60");

        assertThat(d(svg, "line value")).containsExactly("M50 182.1L150 182.1", "M450 182.1L550 182.1");
        assertThat(Markup.attributes(Markup.all(svg, "circle", "dot value"), "cx"))
                .containsExactly("95%");
        assertThat(Markup.attributes(Markup.all(svg, "rect", ""), "fill", "x", "width", "height"))
                .containsExactly("url(#age-hatch) 20% 20% 200", "url(#age-dots) 60% 30% 200");
        assertThat(Markup.tips(svg))
                .containsExactly("03:02 to 03:04: could not be judged", "03:06 to 03:09: nobody looked");
    }

    @Test
    void aStepWithSomeFailedLooksHasAMarkAndAValue() {
        Element svg = drawn("60 60+u 60");

        assertThat(d(svg, "line value")).hasSize(1);
        assertThat(d(svg, "band state-unknown")).containsExactly("M333.3 0H666.7V8H333.3Z");
    }

    /** No record at all is worse than any age, and has none. */
    @Test
    void noRecordAtAllIsShown() {
        Element svg = drawn("60 n n 60");

        assertThat(Markup.attributes(Markup.all(svg, "rect", "band blind"), "x", "width", "height"))
                .containsExactly("25% 25% 200", "50% 25% 200");
        assertThat(Markup.all(svg, "circle", "dot value")).hasSize(2);
    }

    @Test
    void anAgeFarBeyondTheLimitIsClippedAndSaid() {
        Element svg = drawn("60 60 60 60 60 60 60 259200 280800 60");

        assertThat(Markup.texts(Markup.all(svg, "text", "axis value")))
                .containsExactly("0", "10 min", "20 min", "30 min", "40 min");
        assertThat(d(svg, "line value").get(0)).endsWith("L650 195L750 0L850 0L950 195");
        assertThat(Markup.attributes(Markup.all(svg, "rect", "band clipped"), "x", "width"))
                .containsExactly("75% 10%");
        assertThat(Markup.texts(Markup.all(svg, "text", "label end"))).containsExactly("up to 3 d 6 h");
    }

    @Test
    void nothingOnePointAndAlwaysTheSame() {
        Element nothing = drawn("- - -");
        assertThat(Markup.all(nothing, "path", "line value")).isEmpty();
        assertThat(Markup.attributes(Markup.all(nothing, "rect", ""), "x", "width"))
                .containsExactly("0% 100%");
        assertThat(Markup.all(nothing, "line", "limit critical")).hasSize(1);

        Element one = drawn("336");
        assertThat(Markup.attributes(Markup.all(one, "circle", "dot value"), "cx", "cy"))
                .containsExactly("50% 100");

        Element same = Markup.of(new AgePlot("x", series("60 60", Limits.NONE), range(2), Limits.NONE).draw());
        assertThat(d(same, "line value")).containsExactly("M250 21.4L750 21.4");
        Element zero = Markup.of(new AgePlot("x", series("0 0", Limits.NONE), range(2), Limits.NONE).draw());
        assertThat(d(zero, "line value")).containsExactly("M250 200L750 200");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    20 60 300           | Between 20 s and 5 min, never past the limit of 10 min.
                    60 60               | Always 60 s, never past the limit of 10 min.
                    20 60 601 720       | Between 20 s and 12 min, past the limit of 10 min from 03:02 on.
                    20 720 721 60       | Between 20 s and 12 min, past the limit of 10 min from 03:01 until 03:02.
                    20 720 60           | Between 20 s and 12 min, past the limit of 10 min at 03:01.
                    720 60 720 60 60    | Between 60 s and 12 min, past the limit of 10 min in 2 steps, first 03:00, last 03:02.
                    720                 | Always 12 min, past the limit of 10 min from 03:00 on.
                    u u                 | No age is known in this time.
                    600 600             | Always 10 min, never past the limit of 10 min.
                    """)
    void theAgeInWords(String looks, String words) {
        assertThat(age(looks).words()).isEqualTo(words);
    }

    /** Half an hour that has only begun is not told of as if it were half over. */
    @Test
    void nothingIsSaidOrDrawnOfTheFuture() {
        Instant now = START.plusSeconds(600);
        SeededSamples samples =
                new SeededSamples().add(CHECK, START.plusSeconds(300), State.CRITICAL, 720, 100, LIMITS);
        ShownRange shown = new ShownRange(
                RangeLength.WEEK,
                false,
                START.minusSeconds(1800),
                START.plusSeconds(1800),
                new TimeGrid(ZoneId.of("Europe/Berlin"), RangeLength.WEEK.step()),
                new ShownRange.Around(null, "x", null),
                now);
        SpanSeries series =
                new SpanSeries(samples.spans(CHECK, shown.edges()), MINUTE.multipliedBy(10), shown.seenUntil());
        AgePlot plot = new AgePlot("x", series, shown, LIMITS);

        assertThat(plot.words()).isEqualTo("Always 12 min, past the limit of 10 min from 03:00 on.");
        assertThat(Markup.attributes(Markup.all(Markup.of(plot.draw()), "circle", "dot value"), "cx"))
                .containsExactly("58.33%");
    }

    @Test
    void withoutALimitNothingIsSaidOfOne() {
        assertThat(new AgePlot("x", series("20 60", Limits.NONE), range(2), Limits.NONE).words())
                .isEqualTo("Between 20 s and 60 s.");
        Limits warn = new Limits(Duration.ofSeconds(50), null);
        assertThat(new AgePlot("x", series("20 60", warn), range(2), warn).words())
                .isEqualTo("Between 20 s and 60 s, past the limit of 50 s from 03:01 on.");
    }

    @Test
    void statesAreALineOfTime() {
        StatePlot plot = new StatePlot("ERC-2 events", series("60 60 500 720 u - - - 60+720 60", LIMITS), range(10));
        Element svg = Markup.of(plot.draw());

        assertThat(Markup.attributes(Markup.all(svg, "rect", "band state-ok"), "x", "width", "y", "height"))
                .containsExactly("0% 20% 0 24", "90% 10% 0 24");
        assertThat(Markup.attributes(Markup.all(svg, "rect", "band state-warning"), "x", "width"))
                .containsExactly("20% 10%");
        assertThat(Markup.attributes(Markup.all(svg, "rect", "band state-critical"), "x", "width", "y", "height"))
                .containsExactly("30% 10% 0 24");
        assertThat(d(svg, "band state-critical"))
                .as("on top where there was something else, too")
                .containsExactly("M800 0H900V12H800Z");
        assertThat(d(svg, "band state-ok")).containsExactly("M800 12H900V24H800Z");
        assertThat(Markup.attributes(Markup.all(svg, "rect", ""), "fill", "x", "width"))
                .containsExactly("url(#states-hatch) 40% 10%", "url(#states-dots) 50% 30%");
        assertThat(Markup.tips(svg)).contains("03:00 to 03:02: 2 ok", "03:04 to 03:05: 1 unknown");
        assertThat(plot.words())
                .isEqualTo(
                        "8 looks: ok 50.0 %, warning 12.5 %, critical 25.0 %, unknown 12.5 %; nobody looked for 3 min."
                                + " Latest: in part critical 03:08 to 03:09; nobody looked 03:05 to 03:08; unknown 03:04 to 03:05;"
                                + " critical 03:03 to 03:04; and more before.");
    }

    @Test
    void aThousandGoodLooksDoNotHideABadOne() {
        SpanSeries series = series("0" + "+0".repeat(400) + "+720", LIMITS);
        Element svg = Markup.of(new StatePlot("x", series, range(1)).draw());

        assertThat(d(svg, "band state-critical")).containsExactly("M0 0H1000V5H0Z");
    }

    @Test
    void allIsWellInAFewWords() {
        assertThat(new StatePlot("x", series("0 0 0", LIMITS), range(3)).words())
                .isEqualTo("3 looks: ok 100 %.");
    }

    /** 130 ms is the slowest of three; the top is 12 percent above, 145.6 ms; the height is 110. */
    @Test
    void responseIsTheMedianUpToTheSlow() {
        ResponsePlot plot = new ResponsePlot("x", series("0 0 u 0", LIMITS), range(4), false, LIMITS);
        Element svg = Markup.of(plot.draw());

        assertThat(d(svg, "line value")).containsExactly("M125 34.5L375 26.9");
        assertThat(Markup.attributes(Markup.all(svg, "circle", "dot value"), "cx", "cy"))
                .containsExactly("87.5% 11.79");
        assertThat(Markup.all(svg, "line", "limit critical")).isEmpty();
        assertThat(plot.words()).isEqualTo("Median 100 ms to 130 ms, 95 % within 130 ms.");
    }

    @Test
    void limitsOfAResponseTimeAreThereWhereTheyDoNotFlattenIt() {
        Limits near = new Limits(Duration.ofMillis(150), Duration.ofSeconds(10));
        Element svg = Markup.of(new ResponsePlot("x", series("0 0 0 0", near), range(4), true, near).draw());

        assertThat(Markup.texts(Markup.all(svg, "text", "label warning"))).containsExactly("slow after 150 ms");
        assertThat(Markup.all(svg, "line", "limit critical")).isEmpty();
    }

    @Test
    void noResponseTimeIsSaid() {
        assertThat(new ResponsePlot("x", series("u u", LIMITS), range(2), false, LIMITS).words())
                .isEqualTo("No response time is known in this time.");
    }

    /** Names of devices are text that others choose. */
    @Test
    void aHostileNameIsText() {
        String name = "</title><script>alert(1)</script>\"'&]]>";
        Element svg = Markup.of(new AgePlot(name, series("60 60", LIMITS), range(2), LIMITS).draw());

        assertThat(Markup.texts(
                        Markup.all(svg, "title", e -> e.getAttribute("id").equals("age-title"))))
                .containsExactly("Age of the newest record of " + name);
        assertThat(Markup.all(svg, "script", e -> true)).isEmpty();
    }
}
