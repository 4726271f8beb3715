package dev.freshwatch.report;

import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.State;
import dev.freshwatch.samples.SampleFigures;
import dev.freshwatch.samples.SampleSpan;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A line with a block for each span. */
final class Sparkline {

    static final char NOBODY_LOOKED = '·';
    static final char NOT_KNOWN = '?';
    static final char NOTHING_MEASURED = '-';
    private static final String BLOCKS = "▁▂▃▄▅▆▇█";
    private static final int BELOW_LIMIT = BLOCKS.length() - 1;

    private Sparkline() {}

    /** The largest age of each span; the highest block is beyond the limit in force. Without limits as {@link #of}. */
    static String ofAges(List<SampleSpan> spans) {
        return spans.stream().anyMatch(span -> limit(span) != null)
                ? line(spans, span -> level(span.age(), limit(span)))
                : of(spans, SampleSpan::age);
    }

    /** The largest value of each span, by the largest of all. */
    static String of(List<SampleSpan> spans, Function<SampleSpan, SampleFigures> value) {
        Duration largest = spans.stream()
                .map(value)
                .filter(Objects::nonNull)
                .map(SampleFigures::max)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        return line(
                spans,
                span -> value.apply(span) == null ? -1 : share(value.apply(span).max(), largest));
    }

    private static String line(List<SampleSpan> spans, Function<SampleSpan, Integer> level) {
        return spans.stream()
                .map(span -> String.valueOf(mark(span, level.apply(span))))
                .collect(Collectors.joining());
    }

    private static char mark(SampleSpan span, int level) {
        if (span.looks().isEmpty()) {
            return NOBODY_LOOKED;
        }
        if (level >= 0) {
            return BLOCKS.charAt(level);
        }
        return span.looks().containsKey(State.UNKNOWN) ? NOT_KNOWN : NOTHING_MEASURED;
    }

    private static Duration limit(SampleSpan span) {
        Limits limits = span.limits();
        if (limits == null) {
            return null;
        }
        return limits.errorAfter() != null ? limits.errorAfter() : limits.warnAfter();
    }

    private static int level(SampleFigures age, Duration limit) {
        if (age == null || limit == null) {
            return -1;
        }
        return age.max().compareTo(limit) > 0 ? BELOW_LIMIT : share(age.max(), limit);
    }

    /** The highest block but one is the whole. */
    private static int share(Duration part, Duration whole) {
        return whole.isZero() ? 0 : (int) Math.min(BELOW_LIMIT - 1, part.toMillis() * BELOW_LIMIT / whole.toMillis());
    }
}
