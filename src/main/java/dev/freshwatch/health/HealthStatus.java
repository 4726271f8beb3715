package dev.freshwatch.health;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether all is well with the watch itself, part by part. None of the parts depends on the platforms that are watched.
 * Asking waits for nothing. Safe for use by many threads.
 */
public final class HealthStatus {

    /** How a part is that has nothing to complain about. */
    public static final String OK = "ok";

    private final List<Part> parts;

    /** @param parts in the order in which they are shown */
    public HealthStatus(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /**
     * A part of the watch.
     *
     * @param name    one word
     * @param trouble what is wrong with it, in words of our own and without text from any platform; empty = nothing
     */
    public record Part(String name, Supplier<Optional<String>> trouble) {}

    /** Each part with {@link #OK} or with what is wrong. */
    public Map<String, String> parts() {
        Map<String, String> all = new LinkedHashMap<>();
        parts.forEach(part -> all.put(part.name(), part.trouble().get().orElse(OK)));
        return all;
    }

    /** The first part that is not well, as {@code store: …}; empty = all are. */
    public Optional<String> trouble() {
        return parts().entrySet().stream()
                .filter(part -> !part.getValue().equals(OK))
                .map(part -> part.getKey() + ": " + part.getValue())
                .findFirst();
    }
}
