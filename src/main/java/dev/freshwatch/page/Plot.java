package dev.freshwatch.page;

import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.page.SpanSeries.LimitRun;
import dev.freshwatch.page.TimeAxis.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Draws one plot over time. Across, everything is in percent of the width, so that text keeps its size on any screen;
 * down, in pixels. Labels of values lie to the left of the image, where the style sheet leaves room for them, and colours
 * are those of the classes. Not thread-safe.
 */
final class Plot {

    private static final int ABOVE = 16;
    private static final int BELOW = 22;

    /** Across, within a path: percent cannot be written there. */
    private static final double PATH_WIDTH = 1000;

    /** From here on, in percent, a label is written to the left of its place. */
    private static final double CROWDED = 70;

    private final String id;
    private final TimeAxis time;
    private final int height;
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
        svg = new Svg(with(
                "class",
                "drawing",
                "width",
                "100%",
                "height",
                ABOVE + height + BELOW,
                "role",
                "img",
                "aria-labelledby",
                id + "-title",
                "aria-describedby",
                id + "-desc"));
        svg.text("title", PlainText.line(title, 400), "id", id + "-title");
        svg.text("desc", PlainText.line(description, 4000), "id", id + "-desc");
        svg.open("defs");
        pattern("hatch").empty("path", "d", "M0 0V6").close();
        pattern("dots").empty("circle", "cx", "3", "cy", "3", "r", "0.9").close();
        svg.close().open("g", "transform", "translate(0 " + ABOVE + ")");
    }

    private Svg pattern(String name) {
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

    /** Grid lines and labels of both axes. */
    Plot grid(ValueAxis values, Function<Duration, String> label) {
        for (Duration tick : values.ticks()) {
            double y = values.y(tick);
            svg.empty("line", with("class", "grid", "x2", "100%", "y1", y, "y2", y));
            svg.text("text", label.apply(tick), with("class", "axis value", "x", -8, "y", y + 4));
        }
        return times();
    }

    /** Marks and labels of the axis of time. */
    Plot times() {
        boolean periods = time.labelsPeriods();
        for (Tick tick : time.ticks()) {
            String minor = tick.major() ? "" : " minor";
            String x = percent(tick.percent());
            svg.empty("line", with("class", "tick" + minor, "x1", x, "x2", x, "y2", height + 4));
            if (tick.percent() < (periods ? 95 : 98.5)) {
                String start = periods ? " start" : "";
                svg.text("text", tick.label(), with("class", "axis" + minor + start, "x", x, "y", height + 17));
            }
        }
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
        String d = boxes.stream()
                .map(box -> "M" + at(box.from()) + " " + tenths(box.top()) + "H" + at(box.to()) + "V"
                        + tenths(box.bottom()) + "H" + at(box.from()) + "Z")
                .collect(Collectors.joining());
        return boxes.isEmpty() ? this : path(d, "band " + kind, null);
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
            return path(d(spots), "line " + kind, null);
        }
        Spot only = spots.get(0);
        svg.empty("circle", with("class", "dot " + kind, "cx", percentOf(only.at()), "cy", only.y(), "r", 2.5));
        return this;
    }

    /** Fills what lies between two lines that have spots at the same times; a stroke where there is only one. */
    Plot area(List<Spot> upper, List<Spot> lower, String kind) {
        if (upper.size() > 1) {
            return path(outline(upper, lower), "area " + kind, null);
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
                double left = x(run.from());
                svg.open("clipPath", "id", clip)
                        .empty("rect", with("x", left, "width", x(run.to()) - left, "height", y))
                        .close();
                List<Spot> ground =
                        line.stream().map(spot -> new Spot(spot.at(), y)).toList();
                path(outline(line, ground), "area " + kind, "url(#" + clip + ")");
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
                                "viewBox", "0 0 " + number(PATH_WIDTH) + " " + height,
                                "preserveAspectRatio", "none"))
                .empty("path", with("class", kind, "d", d, "clip-path", clip))
                .close();
        return this;
    }

    private String outline(List<Spot> upper, List<Spot> lower) {
        List<Spot> all = new ArrayList<>(lower);
        Collections.reverse(all);
        all.addAll(0, upper);
        return d(all) + "Z";
    }

    private String d(List<Spot> spots) {
        return spots.stream()
                .map(spot -> at(spot.at()) + " " + tenths(spot.y()))
                .collect(Collectors.joining("L", "M", ""));
    }

    private double x(Instant at) {
        return time.percent(at) * PATH_WIDTH / 100;
    }

    private String at(Instant at) {
        return tenths(x(at));
    }

    /** Within paths, which are the most of a page. */
    private static String tenths(double value) {
        return number(Math.round(value * 10) / 10.0);
    }

    private String percentOf(Instant at) {
        return percent(time.percent(at));
    }

    private static String percent(double value) {
        return number(value) + "%";
    }

    /** At most two decimals: {@code 12}, {@code 12.5}, {@code -0.25}. */
    static String number(double value) {
        long hundredths = Math.round(value * 100);
        String text = (hundredths < 0 ? "-" : "") + Math.abs(hundredths) / 100;
        long rest = Math.abs(hundredths) % 100;
        if (rest == 0) {
            return text;
        }
        return text + (rest % 10 == 0 ? "." + rest / 10 : rest < 10 ? ".0" + rest : "." + rest);
    }

    /** Attributes by name and value in turn; those whose value is null are left out. */
    private static String[] with(Object... attributes) {
        List<String> given = new ArrayList<>();
        for (int at = 0; at < attributes.length; at += 2) {
            if (attributes[at + 1] != null) {
                given.add(attributes[at].toString());
                given.add(attributes[at + 1] instanceof Double value ? number(value) : attributes[at + 1].toString());
            }
        }
        return given.toArray(String[]::new);
    }

    /** Returns the finished drawing. */
    Svg.Drawing drawing() {
        return svg.drawing();
    }
}
