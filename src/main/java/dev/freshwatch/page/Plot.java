package dev.freshwatch.page;

import static dev.freshwatch.page.SvgAttributes.percent;
import static dev.freshwatch.page.SvgAttributes.with;

import dev.freshwatch.page.SpanSeries.LimitRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * Draws one plot over time. Across, everything is in percent of the width, so that text keeps its size on any screen;
 * down, in pixels. Colours are those of the classes. Not thread-safe.
 */
final class Plot {

    /** From here on, in percent, a label is written to the left of its place. */
    private static final double CROWDED = 70;

    private final String id;
    private final TimeAxis time;
    private final int height;
    private final PathData paths;
    private final PlotFrame frame;
    private final Svg svg;

    /** A place within the plot: a time, and pixels from the top. */
    record Spot(Instant at, double y) {}

    /**
     * Begins a plot.
     *
     * @param id          unique within the page
     * @param height      of the area that values are drawn in
     * @param title       what is shown, in a few words
     * @param description what is to be seen, in words
     */
    Plot(String id, TimeAxis time, int height, String title, String description) {
        this.id = id;
        this.time = time;
        this.height = height;
        this.paths = new PathData(time);
        this.frame = new PlotFrame(id, time, height);
        this.svg = frame.begin(title, description);
    }

    /** Grid lines and labels of both axes. */
    Plot grid(ValueAxis values, Function<Duration, String> label) {
        frame.values(svg, values, label);
        return times();
    }

    /** Marks and labels of the axis of time. */
    Plot times() {
        frame.times(svg);
        return this;
    }

    /** Fills a time between two heights. @param kind a class; {@code hatch} and {@code dots} are patterns */
    Plot band(Instant from, Instant to, double top, double bottom, String kind) {
        double left = time.percent(from);
        boolean pattern = kind.equals("hatch") || kind.equals("dots");
        svg.empty(
                "rect",
                with(
                        "class",
                        pattern ? null : "band " + kind,
                        "fill",
                        pattern ? "url(#" + id + "-" + kind + ")" : null,
                        "x",
                        percent(left),
                        "width",
                        percent(time.percent(to) - left),
                        "y",
                        top,
                        "height",
                        bottom - top));
        return this;
    }

    /** A part of the plot: a time, and pixels from the top. */
    record Box(Instant from, Instant to, double top, double bottom) {}

    /** Fills these parts with one colour. */
    Plot boxes(List<Box> boxes, String kind) {
        return boxes.isEmpty() ? this : path(paths.boxes(boxes), "band " + kind, null);
    }

    /** Begins a group of elements that say this when they are pointed at. */
    Plot open(String tip) {
        svg.open("g").text("title", tip);
        return this;
    }

    /** Ends the group. */
    Plot close() {
        svg.close();
        return this;
    }

    /** Joins these spots; a single one is a dot. */
    Plot line(List<Spot> spots, String kind) {
        if (spots.size() > 1) {
            return path(paths.line(spots), "line " + kind, null);
        }
        Spot only = spots.get(0);
        svg.empty("circle", with("class", "dot " + kind, "cx", percentOf(only.at()), "cy", only.y(), "r", 2.5));
        return this;
    }

    /** Fills what lies between two lines that have spots at the same times; a stroke where there is only one. */
    Plot area(List<Spot> upper, List<Spot> lower, String kind) {
        if (upper.size() > 1) {
            return path(paths.outline(upper, lower), "area " + kind, null);
        }
        String x = percentOf(upper.get(0).at());
        double top = upper.get(0).y();
        svg.empty(
                "line",
                with(
                        "class",
                        "stroke " + kind,
                        "x1",
                        x,
                        "x2",
                        x,
                        "y1",
                        top,
                        "y2",
                        lower.get(0).y()));
        return this;
    }

    /** Fills what lies between a line and a limit that it is past. */
    Plot beyond(List<Spot> line, List<LimitRun> limits, ValueAxis values, String kind) {
        for (LimitRun run : limits) {
            double y = values.y(run.limit());
            boolean past = line.stream()
                    .anyMatch(spot -> spot.y() < y
                            && !spot.at().isBefore(run.from())
                            && spot.at().isBefore(run.to()));
            if (line.size() > 1 && past) {
                String clip = id + "-" + kind + "-" + line.get(0).at().getEpochSecond() + "-"
                        + run.from().getEpochSecond();
                double left = paths.across(run.from());
                svg.open("clipPath", "id", clip)
                        .empty("rect", with("x", left, "width", paths.across(run.to()) - left, "height", y))
                        .close();
                List<Spot> ground =
                        line.stream().map(spot -> new Spot(spot.at(), y)).toList();
                path(paths.outline(line, ground), "area " + kind, "url(#" + clip + ")");
            }
        }
        return this;
    }

    /**
     * Draws a limit over the times in which it was in force, with a label where the last of them begins.
     *
     * @param below whether the label is below the line, as long as there is room
     */
    Plot limit(List<LimitRun> runs, ValueAxis values, String kind, boolean below, Function<Duration, String> label) {
        for (LimitRun run : runs) {
            double y = values.y(run.limit());
            svg.empty(
                    "line",
                    with(
                            "class",
                            "limit " + kind,
                            "x1",
                            percentOf(run.from()),
                            "x2",
                            percentOf(run.to()),
                            "y1",
                            y,
                            "y2",
                            y));
        }
        if (!runs.isEmpty()) {
            LimitRun last = runs.get(runs.size() - 1);
            double y = values.y(last.limit());
            label(last.from(), below && y < height - 16 ? y + 14 : y - 5, "label " + kind, label.apply(last.limit()));
        }
        return this;
    }

    /**
     * Marks a time in which values lie beyond the top of the plot.
     *
     * @param highest when the highest was there
     * @param label   null = none
     */
    Plot clipped(Instant from, Instant to, Instant highest, String label) {
        band(from, to, -3, 0, "clipped");
        svg.open("svg", with("class", "open", "x", percentOf(highest), "y", -10))
                .empty("path", "class", "clip-mark", "d", "M-4 6L4 6L0 0Z")
                .close();
        return label == null ? this : label(highest, -5, "label", label);
    }

    /** Writes beside a place, on the side where there is room. */
    private Plot label(Instant at, double y, String kind, String text) {
        boolean left = time.percent(at) > CROWDED;
        svg.text(
                "text",
                text,
                with("class", kind + (left ? " end" : ""), "x", percentOf(at), "dx", left ? -7 : 7, "y", y));
        return this;
    }

    private Plot path(String d, String kind, String clip) {
        svg.open(
                        "svg",
                        with(
                                "class", "open",
                                "width", "100%",
                                "height", height,
                                "viewBox", "0 0 " + PathData.WIDTH + " " + height,
                                "preserveAspectRatio", "none"))
                .empty("path", with("class", kind, "d", d, "clip-path", clip))
                .close();
        return this;
    }

    private String percentOf(Instant at) {
        return percent(time.percent(at));
    }

    /** Returns the finished drawing. */
    Svg.Drawing drawing() {
        return svg.drawing();
    }
}
