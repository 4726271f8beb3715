package dev.freshwatch.report;

import dev.freshwatch.freshness.Ages;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.State;
import dev.freshwatch.samples.SampleFigures;
import dev.freshwatch.samples.SampleSpan;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** {@code history} as a table, with a sparkline. */
public final class HistoryTable {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter TO_THE_SECOND =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private static final String NONE = "-";

    private final CheckSpans history;
    private final ZoneId zone;
    private final DateTimeFormatter time;

    public HistoryTable(CheckSpans history, ZoneId zone) {
        this.history = history;
        this.zone = zone;
        boolean minutes = history.spans().stream()
                .allMatch(span -> span.start().atZone(zone).getSecond() == 0);
        time = minutes ? TIME : TO_THE_SECOND;
    }

    public String text() {
        List<SampleSpan> spans = history.spans();
        List<String> lines = new ArrayList<>();
        lines.add(
                history.name() == null
                        ? history.check().value()
                        : PlainText.name(history.name()) + " (" + history.check() + ")");
        lines.add(TimeText.text(history.range().from(), zone) + " to "
                + TimeText.text(history.range().to(), zone) + ", step "
                + Ages.limit(history.range().step()));
        lines.add("");
        sparklines(spans, lines);
        lines.add("");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "BEGIN (" + zone.getId() + ")",
                "LOOKS",
                "OK",
                "WARNING",
                "CRITICAL",
                "UNKNOWN",
                "AGE MIN",
                "MEAN",
                "P95",
                "MAX",
                "RESPONSE P50",
                "P95"));
        spans.forEach(span -> rows.add(row(span)));
        lines.addAll(AlignedColumns.of(rows));
        return String.join("\n", lines) + "\n";
    }

    private static void sparklines(List<SampleSpan> spans, List<String> lines) {
        boolean ages = spans.stream().anyMatch(span -> span.age() != null);
        boolean responses = spans.stream().anyMatch(span -> span.response() != null);
        if (ages || !responses) {
            lines.add("age       " + Sparkline.ofAges(spans));
        }
        if (responses) {
            lines.add("response  " + Sparkline.of(spans, SampleSpan::response));
        }
        lines.add("          largest of each step; █ = beyond the limit, " + Sparkline.NOT_KNOWN + " = unknown, "
                + Sparkline.NOBODY_LOOKED + " = nobody looked, " + Sparkline.NOTHING_MEASURED + " = nothing measured");
    }

    private List<String> row(SampleSpan span) {
        int all = span.looks().values().stream().mapToInt(count -> count).sum();
        List<String> row = new ArrayList<>();
        row.add(time.format(span.start().atZone(zone)) + (isRepeated(span) ? offset(span) : ""));
        row.add(Integer.toString(all));
        Stream.of(State.OK, State.WARNING, State.CRITICAL, State.UNKNOWN)
                .map(state -> share(span.looks().getOrDefault(state, 0), all))
                .forEach(row::add);
        figures(
                row,
                span.age(),
                HistoryTable::age,
                SampleFigures::min,
                SampleFigures::mean,
                SampleFigures::p95,
                SampleFigures::max);
        figures(row, span.response(), HistoryTable::millis, SampleFigures::p50, SampleFigures::p95);
        return row;
    }

    /** Whether there is another time of the day that is called the same. */
    private boolean isRepeated(SampleSpan span) {
        return zone.getRules()
                        .getValidOffsets(span.start().atZone(zone).toLocalDateTime())
                        .size()
                > 1;
    }

    private String offset(SampleSpan span) {
        return " " + zone.getRules().getOffset(span.start());
    }

    /** Something is never shown as nothing, nor nearly all as all. */
    private static String share(int part, int all) {
        if (part == 0) {
            return NONE;
        }
        double percent = 100.0 * part / all;
        if (part < all && percent > 99.9) {
            return ">99.9%";
        }
        return percent < 0.1 ? "<0.1%" : String.format(Locale.ROOT, part == all ? "%.0f%%" : "%.1f%%", percent);
    }

    @SafeVarargs
    private static void figures(
            List<String> row,
            SampleFigures figures,
            Function<Duration, String> text,
            Function<SampleFigures, Duration>... values) {
        for (Function<SampleFigures, Duration> value : values) {
            row.add(figures == null ? NONE : text.apply(value.apply(figures)));
        }
    }

    private static String age(Duration age) {
        return Ages.words(age);
    }

    private static String millis(Duration response) {
        return response.toMillis() + " ms";
    }
}
