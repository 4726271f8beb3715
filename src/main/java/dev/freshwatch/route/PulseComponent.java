package dev.freshwatch.route;

import java.time.Duration;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.util.TimeUtils;

/**
 * {@code from: pulse:<platform>} starts a route in even steps, never two at once. To be bound under the name {@code
 * pulse}.
 *
 * <p>Parameters: {@code every}, from one start to the next; {@code first} (100), until the first start; {@code longest}
 * (every), what a cycle may take by its own limits. All are milliseconds, or like {@code 30s}.
 */
public final class PulseComponent extends DefaultComponent {

    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._/-]{0,255}";

    private final Pulses pulses;

    /** @param pulses started; it is not closed here */
    public PulseComponent(Pulses pulses) {
        this.pulses = pulses;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        if (!remaining.matches(NAME)) {
            throw new IllegalArgumentException("not the name of a pulse: " + uri);
        }
        Duration every = duration(uri, parameters, "every", null);
        Duration first = duration(uri, parameters, "first", "100");
        Duration longest = duration(uri, parameters, "longest", every.toMillis() + "ms");
        return new PulseEndpoint(uri, this, remaining, every, first, longest);
    }

    private Duration duration(String uri, Map<String, Object> parameters, String name, String otherwise) {
        String text = getAndRemoveParameter(parameters, name, String.class, otherwise);
        long millis = text == null ? 0 : TimeUtils.toMilliSeconds(text);
        if (millis < 1) {
            throw new IllegalArgumentException(uri + ": " + name + " must be a time, such as 10m");
        }
        return Duration.ofMillis(millis);
    }

    Pulses pulses() {
        return pulses;
    }
}
