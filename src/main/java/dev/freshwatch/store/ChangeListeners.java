package dev.freshwatch.store;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Tells the readers of sinks in this process that something was committed for them. Thread-safe. */
public final class ChangeListeners {

    private final Map<String, Consumer<Set<String>>> readers = new ConcurrentHashMap<>();

    /**
     * Adds a reader.
     *
     * @param reader receives the ordering keys that have new rows; an empty set means any
     * @return false if the sink already has a reader
     */
    public boolean listen(String sink, Consumer<Set<String>> reader) {
        return readers.putIfAbsent(sink, reader) == null;
    }

    public void leave(String sink) {
        readers.remove(sink);
    }

    public void ring(String sink, Set<String> orderingKeys) {
        Consumer<Set<String>> reader = readers.get(sink);
        if (reader != null) {
            reader.accept(orderingKeys);
        }
    }

    public void ringAll() {
        readers.values().forEach(reader -> reader.accept(Set.of()));
    }
}
