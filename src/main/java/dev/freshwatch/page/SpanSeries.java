package dev.freshwatch.page;

import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.State;
import dev.freshwatch.samples.SampleFigures;
import dev.freshwatch.samples.SampleSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What the spans of a range say of the time between the looks: the state of a look holds until the next one, unless that
 * is overdue. Then nobody looked, and nothing is said.
 */
final class SpanSeries {

    private static final int OVERDUE = 2;

    /** From so many spans with a look on, it is plain how often the check was looked at. */
    private static final int PLAIN = 4;

    private final List<SampleSpan> spans;
    private final Instant until;
    private final Duration patience;

    /**
     * Interprets spans. How often a check was looked at is taken from the spans, since it may have been another interval
     * then; where there are too few, it is that of now.
     *
     * @param every from one look to the next, as it is now; null = not known
     * @param until no look can be expected after this
     */
    SpanSeries(List<SampleSpan> spans, Duration every, Instant until) {
        this.spans = List.copyOf(spans);
        this.until = until;
        List<SampleSpan> looked = looked();
        this.patience = (looked.size() < PLAIN && every != null ? every : usual(looked)).multipliedBy(OVERDUE);
    }

    /**
     * A time in which the looks found the same.
     *
     * @param looks how many looks found each state; empty = nobody looked
     */
    record Stretch(Instant from, Instant to, Map<State, Integer> looks) {

        boolean isGap() {
            return looks.isEmpty();
        }

        /** Null = nobody looked. */
        State worst() {
            return SpanSeries.worst(looks);
        }

        boolean isMixed() {
            return looks.size() > 1;
        }

        private boolean continues(Stretch before) {
            return before.to.equals(from) && !isMixed() && looks.keySet().equals(before.looks.keySet());
        }
    }

    /**
     * The figures of one span.
     *
     * @param start of the span
     * @param at    its middle, or that of its time until now
     */
    record Point(Instant start, Instant at, SampleFigures figures) {}

    /** A limit that was in force without interruption. */
    record LimitRun(Instant from, Instant to, Duration limit) {}

    static State worst(Map<State, Integer> looks) {
        return looks.keySet().stream().max(State.byWeight()).orElse(null);
    }

    List<SampleSpan> spans() {
        return spans;
    }

    private List<SampleSpan> looked() {
        return spans.stream().filter(span -> !span.looks().isEmpty()).toList();
    }

    /** The median distance of spans with a look; where there is no span without one, by how many looks are in them. */
    private static Duration usual(List<SampleSpan> looked) {
        if (looked.isEmpty()) {
            return Duration.ZERO;
        }
        Duration span = Duration.between(looked.get(0).start(), looked.get(0).end());
        List<Duration> distances = new ArrayList<>();
        for (int at = 1; at < looked.size(); at++) {
            distances.add(
                    Duration.between(looked.get(at - 1).start(), looked.get(at).start()));
        }
        Duration distance = distances.isEmpty() ? span : median(distances);
        int looks = median(looked.stream().map(SpanSeries::count).toList());
        return distance.compareTo(span) > 0 ? distance : span.dividedBy(looks);
    }

    private static int count(SampleSpan span) {
        return span.looks().values().stream().mapToInt(Integer::intValue).sum();
    }

    private static <T extends Comparable<T>> T median(List<T> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    /**
     * Returns what was found from the beginning to the end of the range, or until now, without a hole but for a time at
     * the beginning in which the first look was not due yet.
     */
    List<Stretch> stretches() {
        List<Stretch> all = new ArrayList<>();
        Instant end = spans.get(0).start();
        Map<State, Integer> last = null;
        for (SampleSpan span : looked()) {
            between(all, end, span.start(), last);
            add(all, new Stretch(span.start(), earlier(span.end()), span.looks()));
            end = span.end();
            last = span.looks();
        }
        if (end.isBefore(until)) {
            between(all, end, until, last);
        }
        return all;
    }

    /** @param last what the look before found; null = there was none */
    private void between(List<Stretch> all, Instant from, Instant to, Map<State, Integer> last) {
        if (!from.isBefore(to)) {
            return;
        }
        if (isGap(from, to)) {
            add(all, new Stretch(from, to, Map.of()));
        } else if (last != null) {
            Stretch before = all.remove(all.size() - 1);
            all.add(new Stretch(before.from(), to, before.looks()));
        }
    }

    private static void add(List<Stretch> all, Stretch next) {
        Stretch before = all.isEmpty() ? null : all.get(all.size() - 1);
        if (before != null && !before.isMixed() && next.continues(before)) {
            all.remove(all.size() - 1);
            State state = next.worst();
            int looks =
                    next.isGap() ? 0 : before.looks().get(state) + next.looks().get(state);
            all.add(new Stretch(before.from(), next.to(), next.isGap() ? Map.of() : Map.of(state, looks)));
        } else {
            all.add(next);
        }
    }

    private boolean isGap(Instant from, Instant to) {
        return Duration.between(from, to).compareTo(patience) > 0;
    }

    private Instant earlier(Instant end) {
        return end.isBefore(until) ? end : until;
    }

    /**
     * Returns the points that may be joined by a line, line by line: neither a gap nor a look without this figure lies
     * between them.
     *
     * @param of the figures of a span; null = no look had them
     */
    List<List<Point>> lines(Function<SampleSpan, SampleFigures> of) {
        List<List<Point>> lines = new ArrayList<>();
        List<Point> line = new ArrayList<>();
        Instant end = spans.get(0).start();
        for (SampleSpan span : looked()) {
            SampleFigures figures = of.apply(span);
            if (!line.isEmpty() && (figures == null || isGap(end, span.start()))) {
                lines.add(line);
                line = new ArrayList<>();
            }
            if (figures != null) {
                line.add(new Point(span.start(), middle(span), figures));
            }
            end = span.end();
        }
        if (!line.isEmpty()) {
            lines.add(line);
        }
        return lines;
    }

    private Instant middle(SampleSpan span) {
        return span.start()
                .plus(Duration.between(span.start(), earlier(span.end())).dividedBy(2));
    }

    /**
     * Returns the limit over the range. Where nobody looked it is taken to be that of the look before, or else of the one
     * after.
     *
     * @param of       the limit that is meant; null = none
     * @param now      the limits where nobody looked at all
     */
    List<LimitRun> limits(Function<Limits, Duration> of, Limits now) {
        List<LimitRun> runs = new ArrayList<>();
        Limits current = looked().stream().findFirst().map(SampleSpan::limits).orElse(now);
        for (SampleSpan span : spans) {
            current = span.limits() == null ? current : span.limits();
            Duration limit = of.apply(current);
            LimitRun last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
            if (limit == null) {
                continue;
            }
            if (last != null && last.limit().equals(limit) && last.to().equals(span.start())) {
                runs.set(runs.size() - 1, new LimitRun(last.from(), span.end(), limit));
            } else {
                runs.add(new LimitRun(span.start(), span.end(), limit));
            }
        }
        return runs;
    }
}
