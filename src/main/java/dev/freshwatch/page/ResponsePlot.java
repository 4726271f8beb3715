package dev.freshwatch.page;

import dev.freshwatch.freshness.Limits;
import dev.freshwatch.page.Plot.Spot;
import dev.freshwatch.page.SpanSeries.LimitRun;
import dev.freshwatch.page.SpanSeries.Point;
import dev.freshwatch.page.SpanSeries.Stretch;
import dev.freshwatch.samples.SampleFigures;
import dev.freshwatch.samples.SampleSpan;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** Draws how long the platform took to answer: the median as a line, up to the 95th percentile as an area. */
final class ResponsePlot {

    private static final int HEIGHT = 110;
    private static final Duration SMALLEST = Duration.ofMillis(10);
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final String name;
    private final SpanSeries series;
    private final RangeText text;
    private final TimeAxis time;
    private final PlotLines lines;
    private final List<LimitRun> slow;
    private final List<LimitRun> down;
    private final ValueAxis values;

    /** @param limited whether the limits of the check are those of its response time */
    ResponsePlot(String name, SpanSeries series, ShownRange range, boolean limited, Limits now) {
        this.name = name;
        this.series = series;
        this.text = new RangeText(range);
        this.time = new TimeAxis(range.from(), range.to(), range.zone());
        this.lines = new PlotLines(series.lines(SampleSpan::response));
        this.slow = limited ? series.limits(Limits::warnAfter, now) : List.of();
        this.down = limited ? series.limits(Limits::errorAfter, now) : List.of();
        // Limits are often a hundred times of what is usual: they are drawn only where they would not flatten it.
        Duration most = lines.most(SampleFigures::p95).orElse(SMALLEST);
        this.values = ValueAxis.of(
                HEIGHT,
                lines.all(SampleFigures::p95),
                Stream.concat(slow.stream(), down.stream())
                        .map(LimitRun::limit)
                        .filter(limit -> limit.compareTo(most.multipliedBy(3)) <= 0)
                        .toList(),
                SMALLEST);
    }

    Svg.Drawing draw() {
        Plot plot = new Plot("response", time, HEIGHT, "Response time of " + name, words());
        series.stretches().stream().filter(Stretch::isGap).forEach(gap -> plot.open(
                        text.period(gap.from(), gap.to()) + ": nobody looked")
                .band(gap.from(), gap.to(), 0, HEIGHT, "dots")
                .close());
        plot.grid(values, ResponsePlot::millis);
        lines.lines()
                .forEach(line -> plot.area(spots(line, SampleFigures::p95), spots(line, SampleFigures::p50), "spread"));
        plot.limit(shown(slow), values, "warning", true, limit -> "slow after " + millis(limit));
        plot.limit(shown(down), values, "critical", false, limit -> "down after " + millis(limit));
        lines.lines().forEach(line -> plot.line(spots(line, SampleFigures::p50), "value"));
        new ClipMarks(values, SampleFigures::p95).draw(plot, lines.lines(), ResponsePlot::millis);
        return plot.drawing();
    }

    private List<LimitRun> shown(List<LimitRun> runs) {
        return runs.stream().filter(run -> !values.isClipped(run.limit())).toList();
    }

    private List<Spot> spots(List<Point> line, Function<SampleFigures, Duration> figure) {
        return PlotLines.spots(line, values, figure);
    }

    /** What is to be seen, for those who do not see it. */
    String words() {
        if (lines.isEmpty()) {
            return "No response time is known in this time.";
        }
        Duration least = lines.least(SampleFigures::p50).orElseThrow();
        Duration most = lines.most(SampleFigures::p50).orElseThrow();
        Duration slowest = lines.most(SampleFigures::p95).orElseThrow();
        return "Median " + (least.equals(most) ? millis(least) : millis(least) + " to " + millis(most))
                + ", 95 % within " + millis(slowest) + ".";
    }

    /** {@code 412 ms}, {@code 1.2 s}, {@code 30 s}. */
    static String millis(Duration time) {
        if (time.compareTo(SHORT) < 0) {
            return time.isZero() ? "0" : time.toMillis() + " ms";
        }
        String seconds = time.toMillis() % 1000 == 0
                ? "" + time.toSeconds()
                : String.format(Locale.ROOT, "%.1f", Math.floor(time.toMillis() / 100.0) / 10);
        return seconds + " s";
    }
}
