package dev.freshwatch.page;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.State;
import dev.freshwatch.samples.Sample;
import dev.freshwatch.samples.SampleReader;
import dev.freshwatch.samples.SampleSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A history that a test writes down; what it answers is computed from that list. */
class ListedSamples implements SampleReader {

    private final List<Sample> samples = new ArrayList<>();
    final List<Integer> columnsAsked = new ArrayList<>();

    ListedSamples add(CheckId check, Instant at, State state, Long ageSeconds, Limits limits) {
        samples.add(new Sample(
                check,
                at,
                state,
                null,
                ageSeconds == null ? null : Duration.ofSeconds(ageSeconds),
                Duration.ofMillis(100),
                limits));
        return this;
    }

    @Override
    public List<SampleSpan> spans(CheckId check, List<Instant> edges) {
        throw new UnsupportedOperationException("the first page has no need of it");
    }

    @Override
    public List<Sample> samples(CheckId check, Instant from, Instant to) {
        return samples.stream()
                .filter(sample -> sample.check().equals(check))
                .filter(sample -> !sample.at().isBefore(from) && sample.at().isBefore(to))
                .toList();
    }

    @Override
    public Map<CheckId, List<Cell>> heat(Instant from, Duration width, int columns) {
        columnsAsked.add(columns);
        Map<CheckId, List<List<Sample>>> sorted = new HashMap<>();
        for (Sample sample : samples) {
            long column = Duration.between(from, sample.at()).isNegative()
                    ? -1
                    : Duration.between(from, sample.at()).dividedBy(width);
            if (column >= 0 && column < columns) {
                sorted.computeIfAbsent(sample.check(), none -> {
                            List<List<Sample>> row = new ArrayList<>();
                            for (int at = 0; at < columns; at++) {
                                row.add(new ArrayList<>());
                            }
                            return row;
                        })
                        .get((int) column)
                        .add(sample);
            }
        }
        Map<CheckId, List<Cell>> cells = new HashMap<>();
        sorted.forEach((check, row) ->
                cells.put(check, row.stream().map(ListedSamples::cell).toList()));
        return cells;
    }

    private static Cell cell(List<Sample> looks) {
        return new Cell(
                looks.size(),
                looks.stream().map(Sample::state).max(State.byWeight()).orElse(null),
                looks.stream()
                        .map(ListedSamples::load)
                        .filter(load -> !load.isNaN())
                        .max(Comparator.naturalOrder())
                        .orElse(Double.NaN));
    }

    private static Double load(Sample sample) {
        Duration limit = sample.limits().errorAfter() == null
                ? sample.limits().warnAfter()
                : sample.limits().errorAfter();
        return sample.age() == null || limit == null
                ? Double.NaN
                : (double) sample.age().toMillis() / limit.toMillis();
    }
}
