package dev.freshwatch.store;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Tells the readers of a sink in this process that something was committed for it. Safe for use by many threads. */
public final class ChangeListeners {

    private final Map<String, Consumer<Set<String>>> readers = new ConcurrentHashMap<>();

    /**
     * @param reader gets the lanes that have something new; an empty set means: look at everything
     * @return whether this sink had no reader before
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
