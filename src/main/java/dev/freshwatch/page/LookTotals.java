package dev.freshwatch.page;

import dev.freshwatch.freshness.Ages;
import dev.freshwatch.freshness.State;
import dev.freshwatch.page.SpanSeries.Stretch;
import dev.freshwatch.samples.SampleSpan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What all looks of a range found.
 *
 * @param looks    how many looks found each state
 * @param unlooked for how long nobody looked
 */
record LookTotals(Map<State, Integer> looks, Duration unlooked) {

    static LookTotals of(SpanSeries series) {
        Map<State, Integer> looks = new EnumMap<>(State.class);
        for (SampleSpan span : series.spans()) {
            span.looks().forEach((state, count) -> looks.merge(state, count, Integer::sum));
        }
        Duration unlooked = series.stretches().stream()
                .filter(Stretch::isGap)
                .map(gap -> Duration.between(gap.from(), gap.to()))
                .reduce(Duration.ZERO, Duration::plus);
        return new LookTotals(looks, unlooked);
    }

    int count() {
        return looks.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** {@code 1440 looks: ok 99.3 %, critical 0.7 %; nobody looked for 2 h 10 min}. */
    String words() {
        List<String> parts = new ArrayList<>();
        for (State state : State.values()) {
            Integer of = looks.get(state);
            if (of != null) {
                parts.add(state.word() + " " + percent(of, count()));
            }
        }
        String text =
                count() == 0 ? "no look" : count() + (count() == 1 ? " look: " : " looks: ") + String.join(", ", parts);
        return unlooked.isZero() ? text : text + "; nobody looked for " + Ages.words(unlooked);
    }

    /** Never 0 or 100 percent of what is neither nothing nor everything. */
    static String percent(int part, int whole) {
        if (part == whole) {
            return "100 %";
        }
        double percent = 100.0 * part / whole;
        if (percent < 0.1) {
            return "under 0.1 %";
        }
        return percent > 99.9 ? "over 99.9 %" : String.format(Locale.ROOT, "%.1f %%", percent);
    }
}
