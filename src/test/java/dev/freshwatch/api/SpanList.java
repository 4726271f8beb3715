package dev.freshwatch.api;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.State;
import dev.freshwatch.samples.Sample;
import dev.freshwatch.samples.SampleFigures;
import dev.freshwatch.samples.SampleReader;
import dev.freshwatch.samples.SampleSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A history in which these checks were always looked at once. */
final class SpanList implements SampleReader {

    private static final SampleFigures AGE = figures(Duration.ofSeconds(42));
    private static final SampleFigures RESPONSE = figures(Duration.ofMillis(120));

    private final Set<CheckId> known;

    SpanList(CheckId... known) {
        this.known = Set.of(known);
    }

    private static SampleFigures figures(Duration all) {
        return new SampleFigures(1, all, all, all, all, all);
    }

    @Override
    public List<SampleSpan> spans(CheckId check, List<Instant> edges) {
        List<SampleSpan> spans = new ArrayList<>();
        for (int i = 1; i < edges.size(); i++) {
            spans.add(
                    known.contains(check)
                            ? new SampleSpan(
                                    edges.get(i - 1),
                                    edges.get(i),
                                    Map.of(State.OK, 1),
                                    AGE,
                                    RESPONSE,
                                    new Limits(null, Duration.ofMinutes(20)))
                            : new SampleSpan(edges.get(i - 1), edges.get(i), Map.of(), null, null, null));
        }
        return spans;
    }

    @Override
    public List<Sample> samples(CheckId check, Instant from, Instant to) {
        throw new UnsupportedOperationException("the API has no need of it");
    }

    @Override
    public Map<CheckId, List<Cell>> heat(Instant from, Duration width, int columns) {
        throw new UnsupportedOperationException("the API has no need of it");
    }
}
