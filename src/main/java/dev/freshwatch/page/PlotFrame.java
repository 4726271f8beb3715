package dev.freshwatch.page;

import static dev.freshwatch.page.SvgAttributes.percent;
import static dev.freshwatch.page.SvgAttributes.with;

import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.page.TimeAxis.Tick;
import java.time.Duration;
import java.util.function.Function;

/**
 * Draws what surrounds the values of a plot. Labels of values lie to the left of the image, where the style sheet leaves
 * room for them.
 *
 * @param id     unique within the page
 * @param height of the area that values are drawn in, in pixels
 */
record PlotFrame(String id, TimeAxis time, int height) {

    /** Room for what is beyond the top, and for the labels of the axis of time. */
    private static final int ABOVE = 16;

    private static final int BELOW = 22;

    /** In percent: a label of a period that begins behind this has no room. */
    private static final double LAST_PERIOD = 95;

    private static final double LAST_TIME = 98.5;

    /** Returns an image whose next elements are within the area of the values. */
    Svg begin(String title, String description) {
        String titleId = id + "-title";
        String descriptionId = id + "-desc";
        Svg svg = new Svg(with(
                "class",
                "drawing",
                "width",
                "100%",
                "height",
                ABOVE + height + BELOW,
                "role",
                "img",
                "aria-labelledby",
                titleId,
                "aria-describedby",
                descriptionId));
        svg.text("title", PlainText.line(title, 400), "id", titleId);
        svg.text("desc", PlainText.line(description, 4000), "id", descriptionId);
        svg.open("defs");
        pattern(svg, "hatch").empty("path", "d", "M0 0V6").close();
        pattern(svg, "dots").empty("circle", "cx", "3", "cy", "3", "r", "0.9").close();
        return svg.close().open("g", "transform", "translate(0 " + ABOVE + ")");
    }

    private Svg pattern(Svg svg, String name) {
        return svg.open(
                "pattern",
                with(
                        "id",
                        id + "-" + name,
                        "class",
                        name,
                        "width",
                        6,
                        "height",
                        6,
                        "patternUnits",
                        "userSpaceOnUse",
                        "patternTransform",
                        "rotate(45)"));
    }

    void values(Svg svg, ValueAxis values, Function<Duration, String> label) {
        for (Duration tick : values.ticks()) {
            double y = values.y(tick);
            svg.empty("line", with("class", "grid", "x2", "100%", "y1", y, "y2", y));
            svg.text("text", label.apply(tick), with("class", "axis value", "x", -8, "y", y + 4));
        }
    }

    void times(Svg svg) {
        boolean periods = time.labelsPeriods();
        for (Tick tick : time.ticks()) {
            String minor = tick.major() ? "" : " minor";
            String x = percent(tick.percent());
            svg.empty("line", with("class", "tick" + minor, "x1", x, "x2", x, "y2", height + 4));
            if (tick.percent() < (periods ? LAST_PERIOD : LAST_TIME)) {
                String start = periods ? " start" : "";
                svg.text("text", tick.label(), with("class", "axis" + minor + start, "x", x, "y", height + 17));
            }
        }
    }
}
