package dev.freshwatch.page;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.samples.Sample;
import dev.freshwatch.samples.SampleFigures;
import dev.freshwatch.samples.SampleReader;
import dev.freshwatch.samples.SampleSpan;
import dev.freshwatch.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/** A history that a test writes down; its spans are computed from that list. */
final class SeededSamples implements SampleReader {

    private final Map<CheckId, NavigableMap<Instant, List<Sample>>> samples = new HashMap<>();
    /** Null = it can be read. */
    StoreException trouble;

    /** @param age in seconds; null = none. @param response in milliseconds; null = none */
    SeededSamples add(CheckId check, Instant at, State state, Integer age, Integer response, Limits limits) {
        samples.computeIfAbsent(check, any -> new TreeMap<>())
                .computeIfAbsent(at, any -> new ArrayList<>())
                .add(new Sample(
                        check,
                        at,
                        state,
                        state == State.OK ? Reason.FRESH : state == State.UNKNOWN ? Reason.FAILED : Reason.STALE,
                        age == null ? null : Duration.ofSeconds(age),
                        response == null ? null : Duration.ofMillis(response),
                        limits));
        return this;
    }

    List<Sample> all() {
        return samples.values().stream()
                .flatMap(ofCheck -> ofCheck.values().stream())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public List<SampleSpan> spans(CheckId check, List<Instant> edges) {
        if (trouble != null) {
            throw trouble;
        }
        List<SampleSpan> spans = new ArrayList<>();
        for (int at = 1; at < edges.size(); at++) {
            spans.add(span(edges.get(at - 1), edges.get(at), samples(check, edges.get(at - 1), edges.get(at))));
        }
        return spans;
    }

    private static SampleSpan span(Instant start, Instant end, List<Sample> looks) {
        Map<State, Integer> states = new EnumMap<>(State.class);
        looks.forEach(look -> states.merge(look.state(), 1, Integer::sum));
        return new SampleSpan(
                start,
                end,
                states,
                figures(looks, Sample::age),
                figures(looks, Sample::response),
                looks.isEmpty() ? null : looks.get(looks.size() - 1).limits());
    }

    private static SampleFigures figures(List<Sample> looks, Function<Sample, Duration> of) {
        List<Duration> sorted =
                looks.stream().map(of).filter(Objects::nonNull).sorted().toList();
        if (sorted.isEmpty()) {
            return null;
        }
        Duration sum = sorted.stream().reduce(Duration.ZERO, Duration::plus);
        return new SampleFigures(
                sorted.size(),
                sorted.get(0),
                sum.dividedBy(sorted.size()),
                rank(sorted, 50),
                rank(sorted, 95),
                sorted.get(sorted.size() - 1));
    }

    private static Duration rank(List<Duration> sorted, int percent) {
        return sorted.get((sorted.size() * percent + 99) / 100 - 1);
    }

    @Override
    public List<Sample> samples(CheckId check, Instant from, Instant to) {
        return samples.getOrDefault(check, Collections.emptyNavigableMap()).subMap(from, to).values().stream()
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public Map<CheckId, List<Cell>> heat(Instant from, Duration width, int columns) {
        return Map.of();
    }
}
