package dev.freshwatch.page;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.State;
import dev.freshwatch.report.CsvCell;
import dev.freshwatch.samples.SampleFigures;
import dev.freshwatch.samples.SampleSpan;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The figures of the plots as CSV (RFC 4180), a record for each step. Ages and limits are in seconds, response times in
 * milliseconds, times in UTC. A cell that a spreadsheet would take for a formula begins with a quote mark.
 */
final class FigureCsv {

    private static final String HEADER =
            "check,name,from (UTC),to (UTC),looks,ok,warning,critical,unknown,age looks,age min (s),age mean (s),"
                    + "age p50 (s),age p95 (s),age max (s),response looks,response min (ms),response mean (ms),"
                    + "response p50 (ms),response p95 (ms),response max (ms),warn-after (s),error-after (s)";

    private static final String END = "\r\n";

    private FigureCsv() {}

    /** Returns the whole text, with a header. */
    static String of(CheckId check, String name, List<SampleSpan> spans) {
        StringBuilder csv = new StringBuilder(HEADER).append(END);
        for (SampleSpan span : spans) {
            List<String> cells = new ArrayList<>(List.of(
                    check.value(), name, span.start().toString(), span.end().toString(), "" + looks(span)));
            for (State state : State.values()) {
                cells.add("" + span.looks().getOrDefault(state, 0));
            }
            figures(cells, span.age(), FigureCsv::seconds);
            figures(cells, span.response(), FigureCsv::millis);
            cells.add(span.limits() == null ? "" : seconds(span.limits().warnAfter()));
            cells.add(span.limits() == null ? "" : seconds(span.limits().errorAfter()));
            csv.append(cells.stream().map(CsvCell::of).collect(Collectors.joining(",")))
                    .append(END);
        }
        return csv.toString();
    }

    private static int looks(SampleSpan span) {
        return span.looks().values().stream().mapToInt(Integer::intValue).sum();
    }

    private static void figures(List<String> cells, SampleFigures figures, Function<Duration, String> number) {
        if (figures == null) {
            cells.addAll(List.of("0", "", "", "", "", ""));
            return;
        }
        cells.add("" + figures.count());
        cells.add(number.apply(figures.min()));
        cells.add(number.apply(figures.mean()));
        cells.add(number.apply(figures.p50()));
        cells.add(number.apply(figures.p95()));
        cells.add(number.apply(figures.max()));
    }

    private static String seconds(Duration time) {
        return time == null ? "" : number(BigDecimal.valueOf(time.toMillis(), 3));
    }

    private static String millis(Duration time) {
        return number(BigDecimal.valueOf(time.toNanos() / 1000, 3));
    }

    private static String number(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
