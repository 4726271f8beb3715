package dev.freshwatch.page;

import dev.freshwatch.freshness.Ages;
import dev.freshwatch.page.SpanSeries.Stretch;
import dev.freshwatch.samples.SampleFigures;
import dev.freshwatch.samples.SampleSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The figures of the plots, as rows for people. A step without a look has no row of its own; a time in which nobody looked
 * has one.
 *
 * @param ages      whether any look found an age
 * @param responses whether any look had a response time
 * @param rows      the earliest first
 */
record FigureTable(boolean ages, boolean responses, List<Row> rows) {

    /**
     * One step, or a time in which nobody looked.
     *
     * @param state    the worst one, as a word; null = nobody looked
     * @param found    how many looks found which state
     * @param age      smallest, mean, 95 % and largest; empty texts where no look found an age
     * @param response median, 95 % and largest; the same
     */
    record Row(Instant start, String when, String state, String found, List<String> age, List<String> response) {}

    static FigureTable of(SpanSeries series, RangeText text) {
        List<Row> rows = new ArrayList<>();
        List<Stretch> gaps = series.stretches().stream().filter(Stretch::isGap).toList();
        int gap = 0;
        for (SampleSpan span : series.spans()) {
            while (gap < gaps.size() && !gaps.get(gap).from().isAfter(span.start())) {
                rows.add(gap(gaps.get(gap++), text));
            }
            if (!span.looks().isEmpty()) {
                rows.add(row(span, text));
            }
        }
        return new FigureTable(
                series.spans().stream().anyMatch(span -> span.age() != null),
                series.spans().stream().anyMatch(span -> span.response() != null),
                rows);
    }

    private static Row gap(Stretch gap, RangeText text) {
        String when = text.period(gap.from(), gap.to());
        return new Row(gap.from(), when, null, "nobody looked", List.of(), List.of());
    }

    private static Row row(SampleSpan span, RangeText text) {
        return new Row(
                span.start(),
                text.moment(span.start()),
                SpanSeries.worst(span.looks()).word(),
                StatePlot.found(span.looks()),
                cells(
                        span.age(),
                        FigureTable::exact,
                        SampleFigures::min,
                        SampleFigures::mean,
                        SampleFigures::p95,
                        SampleFigures::max),
                cells(
                        span.response(),
                        response -> response.toMillis() + " ms",
                        SampleFigures::p50,
                        SampleFigures::p95,
                        SampleFigures::max));
    }

    /** As {@link Ages#words}, with the seconds of minutes: {@code 95 s}, {@code 12 min 3 s}, {@code 5 h 12 min}. */
    static String exact(Duration age) {
        boolean minutes = age.toSeconds() >= 120 && age.toMinutes() < 120 && age.toSecondsPart() > 0;
        return Ages.words(age) + (minutes ? " " + age.toSecondsPart() + " s" : "");
    }

    @SafeVarargs
    private static List<String> cells(
            SampleFigures figures, Function<Duration, String> words, Function<SampleFigures, Duration>... shown) {
        List<String> cells = new ArrayList<>();
        for (Function<SampleFigures, Duration> figure : shown) {
            cells.add(figures == null ? "" : words.apply(figure.apply(figures)));
        }
        return cells;
    }
}
