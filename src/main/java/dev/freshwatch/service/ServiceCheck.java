package dev.freshwatch.service;

import dev.freshwatch.freshness.Answer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The bean {@code service} of the service templates: each of their routes has one of its own, with the parameters that the
 * route was given, and asks it once for each cycle. Safe for use by many threads once it is {@link #use} was called.
 */
public final class ServiceCheck {

    private final Map<String, Object> parameters = new TreeMap<>();
    private Services services;
    private Service service;

    /** For Camel, which puts in here what the template hands over; it writes {@code slow-after} as {@code slowAfter}. */
    public Map<String, Object> getParameters() {
        return parameters;
    }

    /**
     * The parameters by name, as in {@code slow-after}, without those that are not set; placeholders in them are resolved.
     *
     * @throws IllegalArgumentException where Camel has made something other than a text of one, as it does of {@code
     *     #class:…}
     */
    public Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        parameters.forEach((name, value) -> {
            String written = name.replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
            if (!(value instanceof String text)) {
                throw new IllegalArgumentException(written + ": is no text");
            }
            texts.put(written, text);
        });
        return texts;
    }

    /** What these parameters describe; to be called before the first cycle. */
    public void use(Services all, Service described) {
        services = all;
        service = described;
    }

    /** Asks once. Empty while the watch is being ended. */
    public List<Answer> ask() {
        return services.look(service);
    }
}
