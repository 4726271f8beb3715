package dev.freshwatch.route;

import dev.freshwatch.freshness.PlainText;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.StartupListener;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs its route once for each beat, from the moment when everything else is started. */
final class PulseConsumer extends DefaultConsumer implements StartupListener {

    private static final Logger LOG = LoggerFactory.getLogger(PulseConsumer.class);
    private static final int LONGEST = 300;

    private final PulseEndpoint endpoint;
    private final AtomicBoolean beating = new AtomicBoolean();

    PulseConsumer(PulseEndpoint endpoint, Processor route) {
        super(endpoint, route);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        getEndpoint().getCamelContext().addStartupListener(this);
    }

    @Override
    public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
        // Camel tells this twice: a second pulse could start a cycle beside that of the first.
        if (beating.compareAndSet(false, true)) {
            endpoint.add(this::cycle);
        }
    }

    @Override
    protected void doStop() throws Exception {
        endpoint.remove();
        beating.set(false);
        super.doStop();
    }

    private void cycle() {
        if (!isStarted() || endpoint.getCamelContext().isStopping()) {
            return;
        }
        Exchange exchange = createExchange(false);
        try {
            getProcessor().process(exchange);
            if (exchange.getException() != null) {
                failed(exchange.getException());
            }
        } catch (Exception e) {
            getExceptionHandler().handleException("The cycle failed", exchange, e);
        } finally {
            releaseExchange(exchange, false);
        }
    }

    /** The error handler of the route that failed has said where, with the stack; this says which cycle. */
    private void failed(Exception failure) {
        // what is cut off by the end of the watch is no fault
        if (!endpoint.getCamelContext().isStopping()) {
            String why = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
            LOG.warn("{}: the cycle failed: {}", endpoint.name(), PlainText.line(why, LONGEST));
        }
    }
}
