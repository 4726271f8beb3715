package dev.freshwatch.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.Ages;
import dev.freshwatch.page.Plot.Spot;
import dev.freshwatch.page.SpanSeries.LimitRun;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;

class PlotTest {

    private static final Instant START = Instant.parse("2026-11-20T02:00:00Z");
    private static final ValueAxis VALUES = new ValueAxis(200, Duration.ofMinutes(20), Duration.ofMinutes(10));

    private final Plot plot = new Plot(
            "p", new TimeAxis(START, at(60), ZoneOffset.UTC), 200, "Age of <ERC-1> \"&\"", "tab\there\u0000 \u202E");

    private static Instant at(int minute) {
        return START.plusSeconds(60L * minute);
    }

    private static Spot spot(int minute, double y) {
        return new Spot(at(minute), y);
    }

    @Test
    void itIsAnImageWithATitleAndAText() {
        Element svg = Markup.of(plot.drawing());

        assertThat(svg.getTagName()).isEqualTo("svg");
        assertThat(svg.getAttribute("role")).isEqualTo("img");
        assertThat(svg.getAttribute("aria-labelledby")).isEqualTo("p-title");
        assertThat(svg.getAttribute("aria-describedby")).isEqualTo("p-desc");
        assertThat(Markup.texts(
                        Markup.all(svg, "title", e -> e.getAttribute("id").equals("p-title"))))
                .containsExactly("Age of <ERC-1> \"&\"");
        assertThat(Markup.texts(Markup.all(svg, "desc", e -> true))).containsExactly("tab here   ");
    }

    @Test
    void axesHaveLinesAndLabels() {
        Element svg = Markup.of(plot.grid(VALUES, Ages::limit).drawing());

        assertThat(Markup.attributes(Markup.all(svg, "line", "grid"), "x2", "y1", "y2"))
                .containsExactly("100% 200 200", "100% 100 100", "100% 0 0");
        assertThat(Markup.texts(Markup.all(svg, "text", "axis value"))).containsExactly("0 s", "10 min", "20 min");
        assertThat(Markup.attributes(Markup.all(svg, "text", "axis value"), "x", "y"))
                .containsExactly("-8 204", "-8 104", "-8 4");
        assertThat(Markup.texts(Markup.all(svg, "text", "axis"))).containsExactly("02:00", "02:15", "02:30", "02:45");
        assertThat(Markup.attributes(Markup.all(svg, "text", "axis"), "x", "y"))
                .containsExactly("0% 217", "25% 217", "50% 217", "75% 217");
        assertThat(Markup.texts(Markup.all(svg, "text", "axis start"))).isEmpty();
        assertThat(Markup.all(svg, "text", "axis minor")).hasSize(8);
    }

    @Test
    void aLineGoesThroughItsSpots() {
        Element svg = Markup.of(plot.line(List.of(spot(0, 200), spot(15, 100), spot(60, 0.126)), "value")
                .line(List.of(spot(30, 7)), "value")
                .drawing());

        assertThat(Markup.attributes(Markup.all(svg, "path", "line value"), "d"))
                .containsExactly("M0 200L250 100L1000 0.1");
        Element frame = (Element) Markup.all(svg, "path", "line value").get(0).getParentNode();
        assertThat(Markup.attributes(List.of(frame), "viewBox", "width", "height", "preserveAspectRatio"))
                .containsExactly("0 0 1000 200 100% 200 none");
        assertThat(Markup.attributes(Markup.all(svg, "circle", "dot value"), "cx", "cy"))
                .containsExactly("50% 7");
    }

    @Test
    void anAreaLiesBetweenTwoLines() {
        Element svg =
                Markup.of(plot.area(List.of(spot(0, 50), spot(30, 60)), List.of(spot(0, 80), spot(30, 90)), "spread")
                        .area(List.of(spot(45, 10)), List.of(spot(45, 20)), "spread")
                        .drawing());

        assertThat(Markup.attributes(Markup.all(svg, "path", "area spread"), "d"))
                .containsExactly("M0 50L500 60L500 90L0 80Z");
        assertThat(Markup.attributes(Markup.all(svg, "line", "stroke spread"), "x1", "x2", "y1", "y2"))
                .containsExactly("75% 75% 10 20");
    }

    @Test
    void aBandFillsATimeWithAColourOrAPattern() {
        Element svg = Markup.of(plot.band(at(15), at(30), 0, 200, "blind")
                .open("02:00 to 02:06: could not be judged")
                .band(at(-10), at(6), 10, 20, "hatch")
                .close()
                .band(at(54), at(90), 0, 8, "dots")
                .drawing());

        assertThat(Markup.attributes(Markup.all(svg, "rect", "band blind"), "x", "width", "y", "height"))
                .containsExactly("25% 25% 0 200");
        assertThat(Markup.attributes(Markup.all(svg, "rect", ""), "fill", "x", "width", "y", "height"))
                .containsExactly("url(#p-hatch) 0% 10% 10 10", "url(#p-dots) 90% 10% 0 8");
        assertThat(Markup.all(svg, "pattern", e -> true))
                .extracting(e -> e.getAttribute("id"))
                .containsExactly("p-hatch", "p-dots");
        assertThat(Markup.tips(svg)).containsExactly("02:00 to 02:06: could not be judged");
    }

    @Test
    void aLimitIsDrawnWhileItIsInForce() {
        List<LimitRun> runs = List.of(
                new LimitRun(START, at(15), Duration.ofMinutes(5)),
                new LimitRun(at(30), at(60), Duration.ofMinutes(10)));
        Element svg =
                Markup.of(plot.limit(runs, VALUES, "critical", false, limit -> "critical after " + Ages.limit(limit))
                        .limit(
                                List.of(new LimitRun(START, at(60), Duration.ofMinutes(1))),
                                VALUES,
                                "warning",
                                true,
                                Ages::limit)
                        .limit(
                                List.of(new LimitRun(at(48), at(60), Duration.ofMinutes(5))),
                                VALUES,
                                "warning",
                                true,
                                Ages::limit)
                        .limit(List.of(), VALUES, "warning", true, Ages::limit)
                        .drawing());

        assertThat(Markup.attributes(Markup.all(svg, "line", "limit critical"), "x1", "x2", "y1", "y2"))
                .containsExactly("0% 25% 150 150", "50% 100% 100 100");
        assertThat(Markup.texts(Markup.all(svg, "text", "label critical"))).containsExactly("critical after 10 min");
        assertThat(Markup.attributes(Markup.all(svg, "text", "label critical"), "x", "y"))
                .containsExactly("50% 95");
        assertThat(Markup.attributes(Markup.all(svg, "text", "label warning"), "x", "y"))
                .as("above the line where there is no room below")
                .containsExactly("0% 185");
        assertThat(Markup.attributes(Markup.all(svg, "text", "label warning end"), "x", "y", "dx"))
                .as("to the left where there is no room to the right")
                .containsExactly("80% 164 -7");
    }

    @Test
    void whatIsPastALimitIsFilledAboveIt() {
        List<Spot> line = List.of(spot(0, 150), spot(30, 50), spot(60, 150));
        LimitRun first = new LimitRun(START, at(15), Duration.ofMinutes(5));
        LimitRun second = new LimitRun(at(15), at(60), Duration.ofMinutes(10));
        Element svg = Markup.of(
                plot.beyond(line, List.of(first, second), VALUES, "over").drawing());

        assertThat(Markup.attributes(Markup.all(svg, "path", "area over"), "d"))
                .as("the first limit was never passed while it was in force")
                .containsExactly("M0 150L500 50L1000 150L1000 100L500 100L0 100Z");
        Element clip = Markup.all(svg, "clipPath", e -> true).get(0);
        assertThat(Markup.attributes(Markup.all(clip, "rect", e -> true), "x", "width", "height"))
                .containsExactly("250 750 100");
        assertThat(Markup.all(svg, "path", "area over").get(0).getAttribute("clip-path"))
                .isEqualTo("url(#" + clip.getAttribute("id") + ")");
    }

    @Test
    void whatDoesNotFitIsMarkedAtTheTop() {
        Element svg =
                Markup.of(plot.clipped(at(15), at(30), at(24), "up to 3 d").drawing());

        assertThat(Markup.attributes(Markup.all(svg, "rect", "band clipped"), "x", "width", "y", "height"))
                .containsExactly("25% 25% -3 3");
        Element mark = (Element) Markup.all(svg, "path", "clip-mark").get(0).getParentNode();
        assertThat(mark.getAttribute("x")).isEqualTo("40%");
        assertThat(Markup.texts(Markup.all(svg, "text", "label"))).containsExactly("up to 3 d");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "12, 12", "12.5, 12.5", "0.05, 0.05", "-0.25, -0.25", "-0.001, 0", "99.999, 100", "0.126, 0.13"
    })
    void numbersAreShort(double value, String text) {
        assertThat(PathData.number(value)).isEqualTo(text);
    }

    /** The policy of the server would ignore them. */
    @Test
    void nothingHasAStyleOfItsOwn() {
        Svg.Drawing drawing = plot.grid(VALUES, Ages::limit)
                .band(START, at(6), 10, 20, "hatch")
                .line(List.of(spot(0, 1), spot(6, 2)), "value")
                .clipped(START, at(6), START, "x")
                .drawing();

        assertThat(drawing.markup()).doesNotContain("style");
    }
}
