package dev.freshwatch.report;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.samples.SampleReader;
import dev.freshwatch.samples.SampleSpan;
import java.util.List;

/**
 * The history of a check in a time.
 *
 * @param name  display name; null = not known any more
 * @param spans one for each step of the range
 */
public record CheckSpans(CheckId check, String name, HistoryRange range, List<SampleSpan> spans) {

    /** Reads them. */
    public static CheckSpans read(SampleReader samples, CheckId check, String name, HistoryRange range) {
        return new CheckSpans(check, name, range, samples.spans(check, range.edges()));
    }

    /** Whether nobody looked in all that time. */
    public boolean isEmpty() {
        return spans.stream().allMatch(span -> span.looks().isEmpty());
    }
}
