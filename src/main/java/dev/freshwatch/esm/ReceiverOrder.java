package dev.freshwatch.esm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who is asked first: Receivers that answered last time, so that hanging ones keep nobody waiting; among each kind,
 * those first that were asked longest ago. Safe for use by many threads.
 */
final class ReceiverOrder {

    private record Turn(boolean answered, long number) {}

    private static final Turn NEW = new Turn(true, 0);

    private final Map<Long, Turn> turns = new HashMap<>();
    private long number;

    synchronized void sort(List<RecordLookup> looks) {
        List<RecordLookup> sorted = new ArrayList<>(looks);
        sorted.sort(Comparator.comparing((RecordLookup look) -> !turn(look).answered())
                .thenComparing(look -> turn(look).answered() ? 0 : turn(look).number()));
        looks.clear();
        looks.addAll(sorted);
        forgetOthers(looks);
    }

    synchronized void took(long receiver, boolean answered) {
        turns.put(receiver, new Turn(answered, ++number));
    }

    private Turn turn(RecordLookup look) {
        return turns.getOrDefault(look.receiver(), NEW);
    }

    /** Keeps the memory no larger than some cycles need. */
    private void forgetOthers(List<RecordLookup> looks) {
        if (turns.size() > 2 * looks.size() + 100) {
            Set<Long> asked = new HashSet<>();
            looks.forEach(look -> asked.add(look.receiver()));
            turns.keySet().retainAll(asked);
        }
    }
}
