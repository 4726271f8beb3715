package dev.freshwatch.health;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The health of the watch itself, part by part. No part depends on the monitored platforms. Queries never block.
 * Thread-safe.
 */
public final class HealthStatus {

    /** The status of a part without problems. */
    public static final String OK = "ok";

    private final List<Part> parts;

    /** @param parts in display order */
    public HealthStatus(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /**
     * A part of the watch.
     *
     * @param name    one word
     * @param trouble what is wrong, in our own words and without text from any platform; empty = nothing
     */
    public record Part(String name, Supplier<Optional<String>> trouble) {}

    /** Each part with {@link #OK} or a description of its problem. */
    public Map<String, String> parts() {
        Map<String, String> all = new LinkedHashMap<>();
        parts.forEach(part -> all.put(part.name(), part.trouble().get().orElse(OK)));
        return all;
    }

    /** The first part with a problem, as {@code store: …}; empty = none. */
    public Optional<String> trouble() {
        return parts().entrySet().stream()
                .filter(part -> !part.getValue().equals(OK))
                .map(part -> part.getKey() + ": " + part.getValue())
                .findFirst();
    }
}
