package dev.freshwatch.report;

import dev.freshwatch.freshness.State;
import dev.freshwatch.samples.SampleFigures;
import dev.freshwatch.samples.SampleSpan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * {@code history --output csv} (RFC 4180): a line of names, then one for each span. What does not apply is empty. A text
 * that a spreadsheet would take for a formula begins with an apostrophe.
 */
public final class HistoryCsv {

    private static final String NAMES =
            "check,name,start,end,ok,warning,critical,unknown,age_count,age_min_seconds,age_mean_seconds,age_p50_seconds,"
                    + "age_p95_seconds,age_max_seconds,response_count,response_min_ms,response_mean_ms,response_p50_ms,"
                    + "response_p95_ms,response_max_ms,warn_after_seconds,error_after_seconds";

    private static final String END = "\r\n";

    private HistoryCsv() {}

    public static String of(CheckSpans history) {
        return history.spans().stream()
                .map(span -> line(history, span))
                .collect(Collectors.joining(END, NAMES + END, history.spans().isEmpty() ? "" : END));
    }

    private static String line(CheckSpans history, SampleSpan span) {
        List<String> cells = new ArrayList<>(List.of(
                CsvCell.of(history.check().value()),
                CsvCell.of(Objects.toString(history.name(), "")),
                StatusJson.time(span.start()),
                StatusJson.time(span.end())));
        Arrays.stream(State.values())
                .forEach(state -> cells.add(Integer.toString(span.looks().getOrDefault(state, 0))));
        figures(cells, span.age(), Duration.ofSeconds(1));
        figures(cells, span.response(), Duration.ofMillis(1));
        cells.add(span.limits() == null ? "" : number(span.limits().warnAfter(), Duration.ofSeconds(1)));
        cells.add(span.limits() == null ? "" : number(span.limits().errorAfter(), Duration.ofSeconds(1)));
        return String.join(",", cells);
    }

    private static void figures(List<String> cells, SampleFigures figures, Duration unit) {
        if (figures == null) {
            cells.addAll(List.of("0", "", "", "", "", ""));
            return;
        }
        cells.add(Integer.toString(figures.count()));
        for (Duration value : List.of(figures.min(), figures.mean(), figures.p50(), figures.p95(), figures.max())) {
            cells.add(number(value, unit));
        }
    }

    private static String number(Duration value, Duration unit) {
        return value == null ? "" : HistoryJson.number(value, unit).toPlainString();
    }
}
