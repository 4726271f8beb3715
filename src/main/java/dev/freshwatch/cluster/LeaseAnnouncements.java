package dev.freshwatch.cluster;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tells the listeners what this node has got and lost since they were told last. For one thread at a time. */
final class LeaseAnnouncements {

    private final List<LeaseListener> listeners = new CopyOnWriteArrayList<>();
    private Set<String> told = Set.of();

    void listen(LeaseListener listener) {
        listeners.add(listener);
    }

    /** @param current what it has now */
    void of(Set<String> current) {
        Set<String> lost = new HashSet<>(told);
        lost.removeAll(current);
        Set<String> gained = new HashSet<>(current);
        gained.removeAll(told);
        told = Set.copyOf(current);
        lost.forEach(namespace -> listeners.forEach(listener -> listener.lost(namespace)));
        gained.forEach(namespace -> listeners.forEach(listener -> listener.gained(namespace)));
    }

    /** Whether this node has all that the listeners were told of. */
    boolean areIn(Set<String> current) {
        return current.containsAll(told);
    }
}
