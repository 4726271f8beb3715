package dev.freshwatch.history;

import dev.freshwatch.freshness.Finding;
import dev.freshwatch.store.UnitOfWork;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** What is written with the findings of a platform, in the same transaction. Thread-safe. */
final class Alongside {

    private final Map<String, Consumer<UnitOfWork>> writing = new ConcurrentHashMap<>();

    void add(String platform, Consumer<UnitOfWork> what) {
        writing.put(platform, what);
    }

    /** Writes what belongs to the platforms of these findings. */
    void write(UnitOfWork unitOfWork, List<Finding> findings) {
        if (!writing.isEmpty()) {
            findings.stream()
                    .map(finding -> writing.get(finding.check().platform()))
                    .filter(Objects::nonNull)
                    .distinct()
                    .forEach(what -> what.accept(unitOfWork));
        }
    }
}
