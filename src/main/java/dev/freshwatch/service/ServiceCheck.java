package dev.freshwatch.service;

import dev.freshwatch.freshness.Answer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The bean {@code service} of the service templates: each of their routes has its own, with the parameters of the
 * route, and makes the check once per cycle. Thread-safe after {@link #use} has been called.
 */
public final class ServiceCheck {

    private final Map<String, Object> parameters = new TreeMap<>();
    private Services services;
    private Service service;

    /**
     * For Camel, which stores the parameters of the template here; it writes {@code slow-after} as {@code slowAfter}.
     */
    public Map<String, Object> getParameters() {
        return parameters;
    }

    /**
     * Returns the parameters by name, as in {@code slow-after}, without those that are not set; placeholders are
     * resolved.
     *
     * @throws IllegalArgumentException if Camel has turned one into something else than a text, as it does with
     *     {@code #class:…}
     */
    public Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        parameters.forEach((name, value) -> {
            String written = name.replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
            if (!(value instanceof String text)) {
                throw new IllegalArgumentException(written + ": is not a text");
            }
            texts.put(written, text);
        });
        return texts;
    }

    /** Sets the service that these parameters describe; to be called before the first cycle. */
    public void use(Services all, Service described) {
        services = all;
        service = described;
    }

    /** Makes the check once. Empty while Freshwatch is stopping. */
    public List<Answer> ask() {
        return services.ask(service);
    }
}
