package dev.freshwatch.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The sinks that have a route, with the consumer and the dispatcher thread of each. Thread-safe. */
final class ServedSinks {

    private final Set<String> readers = ConcurrentHashMap.newKeySet();
    private final Set<OutboxConsumer> consumers = ConcurrentHashMap.newKeySet();
    private final Map<String, Thread> dispatchers = new ConcurrentHashMap<>();

    /** Registers that a route consumes from this sink's queue. */
    void readBy(String sink) {
        readers.add(sink);
    }

    boolean isRead(String sink) {
        return readers.contains(sink);
    }

    /** Sinks that have a route, here or in another process. */
    Set<String> read() {
        return Set.copyOf(readers);
    }

    void added(OutboxConsumer consumer) {
        consumers.add(consumer);
    }

    void removed(OutboxConsumer consumer) {
        consumers.remove(consumer);
    }

    /**
     * Registers the thread that serves the sink.
     *
     * @param thread null = the sink is no longer served, on purpose
     */
    void servedBy(String sink, Thread thread) {
        if (thread == null) {
            dispatchers.remove(sink);
        } else {
            dispatchers.put(sink, thread);
        }
    }

    /** Sinks whose dispatcher has died unexpectedly, sorted. */
    List<String> abandoned() {
        return dispatchers.entrySet().stream()
                .filter(sink -> !sink.getValue().isAlive())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** Sinks whose dispatcher has been at one and the same step for longer than this, sorted. */
    List<String> hanging(Duration patience) {
        return consumers.stream()
                .filter(consumer -> consumer.isServing() && consumer.busy().compareTo(patience) > 0)
                .map(OutboxConsumer::sink)
                .sorted()
                .toList();
    }

    void leave() {
        consumers.forEach(OutboxConsumer::leave);
    }

    void stay() {
        consumers.forEach(OutboxConsumer::serve);
    }

    /** Whether a delivery may be under way. */
    boolean isServing() {
        return consumers.stream().anyMatch(OutboxConsumer::isServing);
    }
}
