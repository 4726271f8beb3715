package dev.freshwatch.sink;

import dev.freshwatch.alert.Notice;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** A sink's route as it is shipped, with the outbox in front of it replaced by a test. */
final class SinkRoute implements AutoCloseable {

    private final CamelContext context = new DefaultCamelContext();
    private final ProducerTemplate template;

    private SinkRoute(String folder, String name, Map<String, String> properties, Map<String, Object> beans)
            throws Exception {
        Properties all = new Properties();
        all.putAll(properties);
        context.getPropertiesComponent().setOverrideProperties(all);
        beans.forEach((bean, instance) -> context.getRegistry().bind(bean, instance));
        String file = Path.of(folder, "sink-" + name + ".camel.yaml")
                .toAbsolutePath()
                .toUri()
                .toString();
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.resolveMandatoryResource(context, file));
        AdviceWith.adviceWith(context, "sink-" + name, route -> route.replaceFromWith("direct:sink"));
        // the outbox logs failures; here each is looked at
        context.getCamelContextExtension().setErrorHandlerFactory(new NoErrorHandlerDefinition());
        context.start();
        template = context.createProducerTemplate();
    }

    static SinkRoute start(String name, Map<String, String> properties, Map<String, Object> beans) throws Exception {
        return new SinkRoute("routes", name, properties, beans);
    }

    /** One of the example sinks. */
    static SinkRoute example(String name, Map<String, String> properties, Map<String, Object> beans) throws Exception {
        return new SinkRoute("examples/sinks", name, properties, beans);
    }

    /** Delivers, or throws what the route threw. */
    void send(Notice notice) throws Exception {
        send(notice, Map.of());
    }

    /** The same, with headers that something before the route has left on the message. */
    void send(Notice notice, Map<String, Object> leftOver) throws Exception {
        Exchange exchange = template.send("direct:sink", ExchangePattern.InOnly, given -> {
            given.getMessage().setBody(notice);
            given.getMessage().setHeaders(new java.util.HashMap<>(leftOver));
        });
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
    }

    @Override
    public void close() {
        context.stop();
    }

    /** What a careless route may leave on a message: credentials, and headers that steer Camel's components. */
    static Map<String, Object> leftOver() {
        return Map.ofEntries(
                Map.entry("Authorization", "Bearer LEFTOVER"),
                Map.entry("Cookie", "session=LEFTOVER"),
                Map.entry("Set-Cookie", "session=LEFTOVER"),
                Map.entry("Xsrf-Token", "LEFTOVER"),
                Map.entry("CamelHttpQuery", "q=LEFTOVER"),
                Map.entry("CamelHttpPath", "/LEFTOVER"),
                Map.entry("CamelHttpMethod", "DELETE"),
                Map.entry("CamelHttpUri", "http://127.0.0.1:1/LEFTOVER"),
                Map.entry("CamelBeanMethodName", "toString"),
                Map.entry("mail.smtp.host", "LEFTOVER"),
                Map.entry("mail.smtp.starttls.required", "false"),
                Map.entry("To", "LEFTOVER@example.org"),
                Map.entry("Subject", "LEFTOVER"),
                Map.entry("CamelNettyRequestTimeout", 1L),
                Map.entry("Content-Type", "text/LEFTOVER"));
    }
}
