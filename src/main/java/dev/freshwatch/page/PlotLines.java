package dev.freshwatch.page;

import dev.freshwatch.page.Plot.Spot;
import dev.freshwatch.page.SpanSeries.Point;
import dev.freshwatch.samples.SampleFigures;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The lines of a plot; each ends where nothing is known.
 *
 * @param lines without empty ones
 */
record PlotLines(List<List<Point>> lines) {

    boolean isEmpty() {
        return lines.isEmpty();
    }

    Stream<Point> points() {
        return lines.stream().flatMap(List::stream);
    }

    /** This figure of all points. */
    List<Duration> all(Function<SampleFigures, Duration> figure) {
        return points().map(point -> figure.apply(point.figures())).toList();
    }

    /** Empty if there are no lines. */
    Optional<Duration> least(Function<SampleFigures, Duration> figure) {
        return all(figure).stream().min(Comparator.naturalOrder());
    }

    /** Empty if there are no lines. */
    Optional<Duration> most(Function<SampleFigures, Duration> figure) {
        return all(figure).stream().max(Comparator.naturalOrder());
    }

    /** Where this figure of a line is drawn. */
    static List<Spot> spots(List<Point> line, ValueAxis values, Function<SampleFigures, Duration> figure) {
        return line.stream()
                .map(point -> new Spot(point.at(), values.y(figure.apply(point.figures()))))
                .toList();
    }
}
