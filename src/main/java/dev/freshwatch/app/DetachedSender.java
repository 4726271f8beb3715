package dev.freshwatch.app;

import java.io.IOException;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends to the routes of a configuration on a thread that ends afterwards: a thread that has run Camel routes keeps their
 * whole application in memory for as long as it lives.
 */
final class DetachedSender {

    private static final Logger LOG = LoggerFactory.getLogger(DetachedSender.class);

    private DetachedSender() {}

    /** Sends this body to an endpoint, and waits until the route has ended. A failure of the route is logged. */
    static void send(CamelContext context, String endpoint, Object body) throws InterruptedException {
        Thread thread = new Thread(() -> sendNow(context, endpoint, body), "reload-report");
        thread.setDaemon(true);
        thread.start();
        thread.join();
    }

    private static void sendNow(CamelContext context, String endpoint, Object body) {
        try (ProducerTemplate template = context.createProducerTemplate()) {
            template.sendBody(endpoint, body);
        } catch (IOException | CamelExecutionException e) {
            LOG.error("The outcome of a reload could not be sent to the sinks: {}", String.valueOf(e.getCause()));
        }
    }
}
