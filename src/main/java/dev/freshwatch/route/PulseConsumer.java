package dev.freshwatch.route;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.StartupListener;
import org.apache.camel.support.DefaultConsumer;

/** Runs its route once for each beat, from the moment when everything else is started. */
final class PulseConsumer extends DefaultConsumer implements StartupListener {

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
        } catch (Exception e) {
            exchange.setException(e);
        } finally {
            // what is cut off by the end of the watch is no fault
            if (exchange.getException() != null && !endpoint.getCamelContext().isStopping()) {
                getExceptionHandler().handleException("The cycle failed", exchange, exchange.getException());
            }
            releaseExchange(exchange, false);
        }
    }
}
