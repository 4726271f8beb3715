package dev.freshwatch.page;

import dev.freshwatch.page.SpanSeries.Point;
import dev.freshwatch.samples.SampleFigures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Marks where values lie beyond the top of a plot. Only the highest is labelled: labels side by side would cover each
 * other.
 *
 * @param figure the one that is drawn
 */
record ClipMarks(ValueAxis values, Function<SampleFigures, Duration> figure) {

    void draw(Plot plot, List<List<Point>> lines, Function<Duration, String> words) {
        List<List<Point>> runs =
                lines.stream().flatMap(line -> above(line).stream()).toList();
        Point highest = runs.stream().flatMap(List::stream).max(byFigure()).orElse(null);
        for (List<Point> run : runs) {
            Point top = run.stream().max(byFigure()).orElseThrow();
            String label = top == highest ? "up to " + words.apply(figure.apply(top.figures())) : null;
            plot.clipped(run.get(0).at(), run.get(run.size() - 1).at(), top.at(), label);
        }
    }

    private Comparator<Point> byFigure() {
        return Comparator.comparing(point -> figure.apply(point.figures()));
    }

    private List<List<Point>> above(List<Point> line) {
        List<List<Point>> runs = new ArrayList<>();
        boolean going = false;
        for (Point point : line) {
            boolean clipped = values.isClipped(figure.apply(point.figures()));
            if (clipped && !going) {
                runs.add(new ArrayList<>());
            }
            if (clipped) {
                runs.get(runs.size() - 1).add(point);
            }
            going = clipped;
        }
        return runs;
    }
}
