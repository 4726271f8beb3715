package dev.freshwatch.schedule;

import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.cluster.CamelClusterService;
import org.apache.camel.component.master.MasterComponent;
import org.apache.camel.component.master.MasterEndpoint;
import org.apache.camel.spi.annotations.Component;

/**
 * Camel's {@code master:} component with all its URIs and options. Must be bound under the name {@code master}.
 *
 * <p>Its timers get names that tell by which lease they run, so that each beat asks for that lease at that moment. And what
 * begins the routes is started and stopped by {@link LeaseMasterConsumer}.
 */
@Component("master") // lets Camel find the options of the endpoints
public final class LeaseMasterComponent extends MasterComponent {

    /** @param service decides which node is the master */
    public LeaseMasterComponent(CamelClusterService service) {
        setService(service);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        MasterUri written = MasterUri.of("master:" + remaining).orElseThrow();
        String fault = written.fault().orElse(null);
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
        String options = parameters.isEmpty() ? "" : uri.substring(uri.indexOf('?'));
        return new MasterEndpoint(uri, this, getService(), written.namespace(), written.delegate() + options) {
            @Override
            public Consumer createConsumer(Processor processor) throws Exception {
                LeaseMasterConsumer consumer = new LeaseMasterConsumer(this, processor, getService());
                configureConsumer(consumer);
                return consumer;
            }
        };
    }
}
