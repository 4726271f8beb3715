package dev.freshwatch.sim.misp;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts calls by key and action. Thread-safe; does not grow with invented paths. */
public final class CallCounts {

    private static final int ACTIONS = 200;

    private final Map<String, Long> byKeyAndAction = new TreeMap<>();

    synchronized void add(String key, String action) {
        String both = key + " " + action;
        String kept = byKeyAndAction.size() < ACTIONS || byKeyAndAction.containsKey(both) ? both : "- other";
        byKeyAndAction.merge(kept, 1L, Long::sum);
    }

    /**
     * @param key    its name; {@code -} = none, or an unknown one
     * @param action such as {@code servers/getWorkers}
     */
    public synchronized long of(String key, String action) {
        return byKeyAndAction.getOrDefault(key + " " + action.toLowerCase(Locale.ROOT), 0L);
    }

    /** Returns the number of all calls with this key. */
    public synchronized long of(String key) {
        return byKeyAndAction.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(key + " "))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Returns all numbers, by name of the key followed by the action. */
    public synchronized Map<String, Long> all() {
        return new TreeMap<>(byKeyAndAction);
    }

    synchronized void reset() {
        byKeyAndAction.clear();
    }
}
