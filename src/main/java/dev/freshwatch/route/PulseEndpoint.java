package dev.freshwatch.route;

import java.time.Duration;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** {@code pulse:<name>}: the beginning of a route. */
final class PulseEndpoint extends DefaultEndpoint {

    private final PulseComponent component;
    private final String name;
    private final Duration every;
    private final Duration first;
    private final Duration longest;

    PulseEndpoint(String uri, PulseComponent component, String name, Duration every, Duration first, Duration longest) {
        super(uri, component);
        this.component = component;
        this.name = name;
        this.every = every;
        this.first = first;
        this.longest = longest;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("a route begins with " + getEndpointUri() + "; nothing is sent to it");
    }

    @Override
    public Consumer createConsumer(Processor route) throws Exception {
        PulseConsumer consumer = new PulseConsumer(this, route);
        configureConsumer(consumer);
        return consumer;
    }

    /** What beats, such as {@code esm/soc}. */
    String name() {
        return name;
    }

    /** Adds the pulse that runs this cycle. */
    void add(Runnable cycle) {
        component.pulses().add(name, every, first, longest, cycle);
    }

    void remove() {
        component.pulses().remove(name);
    }
}
