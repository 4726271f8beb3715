package dev.freshwatch.outbox;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** Endpoint {@code outbox:<sink>}. */
final class OutboxEndpoint extends DefaultEndpoint {

    private final OutboxComponent component;
    private final String sink;
    private final int concurrency;
    private final OutboxTimes times;

    OutboxEndpoint(String uri, OutboxComponent component, String sink, int concurrency, OutboxTimes times) {
        super(uri, component);
        this.component = component;
        this.sink = sink;
        this.concurrency = concurrency;
        this.times = times;
    }

    @Override
    public Producer createProducer() {
        return new OutboxProducer(this, component, sink);
    }

    @Override
    public Consumer createConsumer(Processor route) {
        if (sink.equals(OutboxComponent.TOLD) || sink.equals(OutboxComponent.ALL)) {
            throw new IllegalArgumentException(
                    "outbox:" + sink + " cannot be used in from: it is not a sink, but stands for all sinks that are"
                            + (sink.equals(OutboxComponent.ALL) ? " enabled" : " notified of a problem"));
        }
        component.served().readBy(sink);
        return new OutboxConsumer(this, route, component, sink, concurrency, times);
    }
}
