package dev.freshwatch.samples;

import dev.freshwatch.freshness.CheckId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What was read of heat maps since samples were written last: many look at the same page at the same time, and one that reads
 * is enough. Thread-safe.
 */
final class HeatCache {

    private static final int MOST = 8;

    private final Map<Question, Map<CheckId, HeatMap>> answers = new HashMap<>();
    private long written = -1;

    record Question(Instant from, Duration width, int columns) {}

    /**
     * @param writes how many samples had been written before it is read; another number makes all answers obsolete
     * @return not to be changed
     */
    synchronized Map<CheckId, HeatMap> answer(Question question, long writes, Supplier<Map<CheckId, HeatMap>> read) {
        if (writes != written || answers.size() >= MOST) {
            answers.clear();
            written = writes;
        }
        Map<CheckId, HeatMap> known = answers.get(question);
        if (known == null) {
            known = read.get();
            answers.put(question, known);
        }
        return known;
    }
}
