package dev.freshwatch.web;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts delivery attempts by outcome. Thread-safe. */
public final class NoticeCounts {

    private final Map<Key, LongAdder> counts = new ConcurrentHashMap<>();

    /**
     * Labels of a counter.
     *
     * @param outcome {@code delivered}, {@code retried} or {@code failed}
     */
    record Key(String sink, String kind, String outcome) {}

    public void count(String sink, String kind, String outcome) {
        counts.computeIfAbsent(new Key(sink, kind, outcome), any -> new LongAdder())
                .increment();
    }

    /** All counters in a fixed order. */
    Map<Key, Long> all() {
        Map<Key, Long> all = new TreeMap<>(
                Comparator.comparing(Key::sink).thenComparing(Key::kind).thenComparing(Key::outcome));
        counts.forEach((key, count) -> all.put(key, count.sum()));
        return all;
    }
}
