package dev.freshwatch.cluster;

import dev.freshwatch.cluster.Lease.Cause;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the listeners what this node has got and lost since they were told last. One that fails keeps neither the others nor
 * the beat from going on. For one thread at a time.
 */
final class LeaseAnnouncements {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseAnnouncements.class);

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
        lost.forEach(namespace -> tell(namespace, listener -> listener.lost(namespace)));
        gained.forEach(namespace -> tell(namespace, listener -> listener.gained(namespace)));
    }

    private void tell(String what, Consumer<LeaseListener> telling) {
        for (LeaseListener listener : listeners) {
            try {
                telling.accept(listener);
            } catch (RuntimeException | LinkageError | AssertionError e) {
                LOG.error("{}: a part of this watch failed when the lease changed hands", what, e);
            }
        }
    }

    /** After a beat. @param taken which leases it has taken, and why */
    void looked(Map<String, Cause> taken) {
        log(taken);
        tell("leases", listener -> listener.taken(taken));
        tell("nodes", LeaseListener::looked);
    }

    /** Whether this node has all that the listeners were told of. */
    boolean areIn(Set<String> current) {
        return current.containsAll(told);
    }

    /** One line for each reason: a node that starts takes many at once. */
    private static void log(Map<String, Cause> taken) {
        Map<String, Set<String>> byCause = new TreeMap<>();
        taken.forEach((namespace, cause) ->
                byCause.computeIfAbsent(cause.word(), word -> new TreeSet<>()).add(namespace));
        byCause.forEach((word, namespaces) -> LOG.info("Taken over ({}): {}", word, String.join(", ", namespaces)));
    }
}
