package dev.freshwatch.samples;

import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.State;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** What a span must be, computed in the simplest way from all samples. */
final class NaiveFigures {

    private NaiveFigures() {}

    static SampleSpan span(List<Sample> all, Instant start, Instant end) {
        List<Sample> in = all.stream()
                .filter(sample -> !sample.at().isBefore(start) && sample.at().isBefore(end))
                .toList();
        Map<State, Integer> looks = new EnumMap<>(State.class);
        in.forEach(sample -> looks.merge(sample.state(), 1, Integer::sum));
        Limits last = in.isEmpty() ? null : in.get(in.size() - 1).limits();
        return new SampleSpan(start, end, looks, figures(in, Sample::age), figures(in, Sample::response), last);
    }

    private static SampleFigures figures(List<Sample> samples, Function<Sample, Duration> value) {
        List<Duration> values =
                samples.stream().map(value).filter(Objects::nonNull).sorted().toList();
        if (values.isEmpty()) {
            return null;
        }
        int n = values.size();
        return new SampleFigures(
                n,
                values.get(0),
                values.stream().reduce(Duration.ZERO, Duration::plus).dividedBy(n),
                values.get((int) Math.ceil(n * 0.5) - 1),
                values.get((int) Math.ceil(n * 0.95) - 1),
                values.get(n - 1));
    }
}
