package dev.freshwatch.page;

import dev.freshwatch.freshness.Ages;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.State;
import dev.freshwatch.page.Plot.Box;
import dev.freshwatch.page.Plot.Spot;
import dev.freshwatch.page.SpanSeries.LimitRun;
import dev.freshwatch.page.SpanSeries.Point;
import dev.freshwatch.page.SpanSeries.Stretch;
import dev.freshwatch.samples.SampleFigures;
import dev.freshwatch.samples.SampleSpan;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Draws the age of the newest record: the largest of each step as a line, down to the smallest as an area, with the
 * limits. Times without a look and looks that failed interrupt the line.
 */
final class AgePlot {

    private static final int HEIGHT = 200;

    /** How far down a mark reaches that says that some looks failed. */
    private static final int SOME = 8;

    private static final Duration SMALLEST = Duration.ofSeconds(10);

    private final String name;
    private final SpanSeries series;
    private final RangeText text;
    private final TimeAxis time;
    private final PlotLines lines;
    private final List<LimitRun> warn;
    private final List<LimitRun> error;
    private final List<LimitRun> decisive;
    private final ValueAxis values;

    /**
     * Prepares the plot.
     *
     * @param name of the check
     * @param now  the limits that are in force now
     */
    AgePlot(String name, SpanSeries series, ShownRange range, Limits now) {
        this.name = name;
        this.series = series;
        this.text = new RangeText(range);
        this.time = new TimeAxis(range.from(), range.to(), range.zone());
        this.lines = new PlotLines(series.lines(SampleSpan::age));
        this.warn = series.limits(Limits::warnAfter, now);
        this.error = series.limits(Limits::errorAfter, now);
        this.decisive = error.isEmpty() ? warn : error;
        this.values = ValueAxis.of(
                HEIGHT,
                lines.all(SampleFigures::max),
                Stream.concat(warn.stream(), error.stream())
                        .map(LimitRun::limit)
                        .toList(),
                SMALLEST);
    }

    Svg.Drawing draw() {
        Plot plot = new Plot("age", time, HEIGHT, "Age of the newest record of " + name, words());
        ground(plot);
        plot.grid(values, AgePlot::label);
        for (List<Point> line : lines.lines()) {
            List<Spot> largest = spots(line, SampleFigures::max);
            if (line.stream()
                    .anyMatch(point ->
                            !point.figures().min().equals(point.figures().max()))) {
                plot.area(largest, spots(line, SampleFigures::min), "spread");
            }
            plot.beyond(largest, error, values, "over");
        }
        plot.limit(warn, values, "warning", true, limit -> "warning after " + Ages.limit(limit));
        plot.limit(error, values, "critical", false, limit -> "critical after " + Ages.limit(limit));
        lines.lines().forEach(line -> plot.line(spots(line, SampleFigures::max), "value"));
        new ClipMarks(values, SampleFigures::max).draw(plot, lines.lines(), Ages::words);
        return plot.drawing();
    }

    /** Behind the lines: where nobody looked, where looks failed, and where a look found no record at all. */
    private void ground(Plot plot) {
        for (Stretch stretch : series.stretches()) {
            String when = text.period(stretch.from(), stretch.to());
            if (stretch.isGap()) {
                plot.open(when + ": nobody looked")
                        .band(stretch.from(), stretch.to(), 0, HEIGHT, "dots")
                        .close();
            } else if (stretch.worst() == State.UNKNOWN && !stretch.isMixed()) {
                plot.open(when + ": could not be judged")
                        .band(stretch.from(), stretch.to(), 0, HEIGHT, "hatch")
                        .close();
            }
        }
        plot.boxes(
                series.stretches().stream()
                        .filter(stretch -> stretch.isMixed() && stretch.looks().containsKey(State.UNKNOWN))
                        .map(stretch -> new Box(stretch.from(), stretch.to(), 0, SOME))
                        .toList(),
                "state-unknown");
        for (SampleSpan span : series.spans()) {
            if (span.age() == null && SpanSeries.worst(span.looks()) == State.CRITICAL) {
                plot.band(span.start(), span.end(), 0, HEIGHT, "blind");
            }
        }
    }

    private List<Spot> spots(List<Point> line, Function<SampleFigures, Duration> figure) {
        return PlotLines.spots(line, values, figure);
    }

    /** What is to be seen, for those who do not see it. */
    String words() {
        if (lines.isEmpty()) {
            return "No age is known in this time.";
        }
        Duration least = lines.least(SampleFigures::min).orElseThrow();
        Duration most = lines.most(SampleFigures::max).orElseThrow();
        String between = least.equals(most)
                ? "Always " + Ages.words(least)
                : "Between " + Ages.words(least) + " and " + Ages.words(most);
        List<Point> over =
                lines.points().filter(point -> isOver(point, decisive)).toList();
        if (over.isEmpty()) {
            return between + (decisive.isEmpty() ? "." : ", never past the limit of " + limit(decisive) + ".");
        }
        return between + ", past the limit of " + limit(decisive) + when(over) + ".";
    }

    private String when(List<Point> over) {
        String first = text.moment(over.get(0).start());
        String last = text.moment(over.get(over.size() - 1).start());
        if (isOneRun(over)
                && over.get(over.size() - 1)
                        .equals(lines.points().reduce((one, other) -> other).orElseThrow())) {
            return " from " + first + " on";
        }
        if (over.size() == 1) {
            return (text.isDaily() ? " on " : " at ") + first;
        }
        return isOneRun(over)
                ? " from " + first + " until " + last
                : (text.isDaily() ? " on " + over.size() + " days" : " in " + over.size() + " steps") + ", first "
                        + first + ", last " + last;
    }

    private boolean isOneRun(List<Point> over) {
        List<Point> all = lines.points().toList();
        int first = all.indexOf(over.get(0));
        return first + over.size() <= all.size()
                && all.subList(first, first + over.size()).equals(over);
    }

    private static boolean isOver(Point point, List<LimitRun> limits) {
        return limits.stream()
                .anyMatch(run -> !point.at().isBefore(run.from())
                        && point.at().isBefore(run.to())
                        && point.figures().max().compareTo(run.limit()) > 0);
    }

    private static String limit(List<LimitRun> runs) {
        return Ages.limit(runs.get(runs.size() - 1).limit());
    }

    private static String label(Duration tick) {
        return tick.isZero() ? "0" : Ages.limit(tick);
    }
}
