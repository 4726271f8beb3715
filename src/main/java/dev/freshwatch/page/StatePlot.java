package dev.freshwatch.page;

import dev.freshwatch.freshness.State;
import dev.freshwatch.page.Plot.Box;
import dev.freshwatch.page.SpanSeries.Stretch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Draws a time line of states. A step in which looks found more than one state shows them on top of each other. */
final class StatePlot {

    private static final int HEIGHT = 24;

    /** However small its share is: what was bad can be seen. */
    private static final double THINNEST = 5;

    private static final int MOST_TOLD = 4;

    private final String name;
    private final List<Stretch> stretches;
    private final ShownRange range;
    private final RangeText text;
    private final LookTotals totals;

    StatePlot(String name, SpanSeries series, ShownRange range) {
        this.name = name;
        this.stretches = series.stretches();
        this.range = range;
        this.text = new RangeText(range);
        this.totals = LookTotals.of(series);
    }

    Svg.Drawing draw() {
        TimeAxis time = new TimeAxis(range.from(), range.to(), range.zone());
        Plot plot = new Plot("states", time, HEIGHT, "States of " + name, words());
        Map<State, List<Box>> mixed = new EnumMap<>(State.class);
        for (Stretch stretch : stretches) {
            if (stretch.isMixed()) {
                stack(stretch).forEach((state, box) -> mixed.computeIfAbsent(state, any -> new ArrayList<>())
                        .add(box));
            } else {
                plot.open(when(stretch) + ": " + (stretch.isGap() ? "nobody looked" : found(stretch.looks())))
                        .band(stretch.from(), stretch.to(), 0, HEIGHT, kind(stretch))
                        .close();
            }
        }
        mixed.forEach((state, boxes) -> plot.boxes(boxes, "state-" + state.word()));
        return plot.times().drawing();
    }

    /** The worst on top. */
    private static Map<State, Box> stack(Stretch stretch) {
        List<State> states = stretch.looks().keySet().stream()
                .sorted(State.byWeight().reversed())
                .toList();
        double all =
                stretch.looks().values().stream().mapToInt(Integer::intValue).sum();
        double free = HEIGHT - THINNEST * states.size();
        double top = 0;
        Map<State, Box> boxes = new EnumMap<>(State.class);
        for (State state : states) {
            double bottom = top + THINNEST + free * stretch.looks().get(state) / all;
            boxes.put(state, new Box(stretch.from(), stretch.to(), top, bottom));
            top = bottom;
        }
        return boxes;
    }

    private static String kind(Stretch stretch) {
        if (stretch.isGap()) {
            return "dots";
        }
        return stretch.worst() == State.UNKNOWN
                ? "hatch"
                : "state-" + stretch.worst().word();
    }

    private String when(Stretch stretch) {
        return text.period(stretch.from(), stretch.to());
    }

    /** {@code 11 ok, 1 critical}; the worst first. */
    static String found(Map<State, Integer> looks) {
        return looks.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(State.byWeight().reversed()))
                .map(entry -> entry.getValue() + " " + entry.getKey().word())
                .collect(Collectors.joining(", "));
    }

    /** What is to be seen, for those who do not see it. */
    String words() {
        List<Stretch> bad = alike().stream()
                .filter(stretch -> stretch.worst() != State.OK)
                .sorted(Comparator.comparing(Stretch::from).reversed())
                .toList();
        if (bad.isEmpty()) {
            return totals.words() + ".";
        }
        String told = bad.stream().limit(MOST_TOLD).map(this::told).collect(Collectors.joining("; "));
        return totals.words() + ". Latest: " + told + (bad.size() > MOST_TOLD ? "; and more before." : ".");
    }

    /** Neighbours with the same worst state are one to people. */
    private List<Stretch> alike() {
        List<Stretch> alike = new ArrayList<>();
        for (Stretch stretch : stretches) {
            Stretch before = alike.isEmpty() ? null : alike.get(alike.size() - 1);
            if (before != null
                    && before.worst() == stretch.worst()
                    && before.to().equals(stretch.from())) {
                Map<State, Integer> looks = new EnumMap<>(State.class);
                looks.putAll(before.looks());
                stretch.looks().forEach((state, count) -> looks.merge(state, count, Integer::sum));
                alike.set(alike.size() - 1, new Stretch(before.from(), stretch.to(), looks));
            } else {
                alike.add(stretch);
            }
        }
        return alike;
    }

    private String told(Stretch stretch) {
        String what = stretch.isGap()
                ? "nobody looked"
                : (stretch.isMixed() ? "in part " : "") + stretch.worst().word();
        return what + " " + when(stretch);
    }
}
