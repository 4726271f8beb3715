package dev.freshwatch.esm;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * All that the time of a record can mean.
 *
 * @param byPattern the instants, each with the pattern by which it is read
 * @param missing   where by another pattern it is a time that does not exist; null = there is none
 */
record TimeMeanings(String text, Map<String, Instant> byPattern, EsmException missing) {

    Set<Instant> instants() {
        return new TreeSet<>(byPattern.values());
    }

    List<Instant> possible(AskedWindow asked) {
        return instants().stream().filter(asked::mayHold).toList();
    }

    /** The pattern that it must be written in; null where it can be more than one. */
    String pattern(AskedWindow asked) {
        List<Instant> possible = possible(asked);
        List<String> patterns = byPattern.keySet().stream()
                .filter(pattern -> possible.size() != 1 || possible.contains(byPattern.get(pattern)))
                .toList();
        return patterns.size() == 1 && missing == null ? patterns.get(0) : null;
    }
}
