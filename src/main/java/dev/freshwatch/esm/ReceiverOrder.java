package dev.freshwatch.esm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides in which order Receivers are asked: first those that answered last time, so that hanging ones do not delay
 * others; then those that were asked longest ago. Thread-safe.
 */
final class ReceiverOrder {

    private record Turn(boolean answered, long number) {}

    private static final Turn NEW = new Turn(true, 0);

    private final Map<Long, Turn> turns = new HashMap<>();
    private long number;

    synchronized void sort(List<RecordLookup> lookups) {
        List<RecordLookup> sorted = new ArrayList<>(lookups);
        sorted.sort(Comparator.comparing((RecordLookup lookup) -> !turn(lookup).answered())
                .thenComparing(
                        lookup -> turn(lookup).answered() ? 0 : turn(lookup).number()));
        lookups.clear();
        lookups.addAll(sorted);
        forgetOthers(lookups);
    }

    synchronized void took(long receiver, boolean answered) {
        turns.put(receiver, new Turn(answered, ++number));
    }

    /** Returns a number that is greater the later a Receiver was asked; zero = never. */
    synchronized long lastAsked(long receiver) {
        return turns.getOrDefault(receiver, NEW).number();
    }

    private Turn turn(RecordLookup lookup) {
        return turns.getOrDefault(lookup.receiver(), NEW);
    }

    /** Keeps the memory small. */
    private void forgetOthers(List<RecordLookup> lookups) {
        if (turns.size() > 2 * lookups.size() + 100) {
            Set<Long> asked = new HashSet<>();
            lookups.forEach(lookup -> asked.add(lookup.receiver()));
            turns.keySet().retainAll(asked);
        }
    }
}
