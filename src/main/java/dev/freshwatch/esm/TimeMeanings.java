package dev.freshwatch.esm;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * All possible meanings of a record's time.
 *
 * @param byPattern the instants, by the pattern that leads to them
 * @param missing   set if another pattern leads to a time that does not exist; null = none does
 */
record TimeMeanings(String text, Map<String, Instant> byPattern, EsmException missing) {

    Set<Instant> instants() {
        return new TreeSet<>(byPattern.values());
    }

    List<Instant> possible(AskedWindow asked) {
        return instants().stream().filter(asked::mayHold).toList();
    }

    /** Returns the pattern that must have been used; null if there could be several. */
    String pattern(AskedWindow asked) {
        List<Instant> possible = possible(asked);
        List<String> patterns = byPattern.keySet().stream()
                .filter(pattern -> possible.size() != 1 || possible.contains(byPattern.get(pattern)))
                .toList();
        return patterns.size() == 1 && missing == null ? patterns.get(0) : null;
    }
}
