package dev.freshwatch.http;

import dev.freshwatch.http.HttpCaller.Call;
import dev.freshwatch.tls.Trust;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;

/** A Camel with one route of the shipped template {@code http-call}, and the caller on top. */
final class Calls implements AutoCloseable {

    /**
     * What ends before it was ended by its own deadline, which is at most 2 s in those tests: the peers go on for ever,
     * and the limit of {@link #limits()} is longer. A busy machine has the rest.
     */
    static final Duration LATE = Duration.ofSeconds(60);

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final ProducerTemplate template;
    final HttpCaller http;

    Calls(HttpLimits limits) throws Exception {
        this(new BoundedHttpClient(Trust.of(null, false), limits));
    }

    Calls(BoundedHttpClient guard) throws Exception {
        camel.getRegistry().bind("esm-soc-http", guard);
        // what is still under way at the end of a test hangs on purpose
        camel.getShutdownStrategy().setTimeout(1);
        camel.start();
        String file = Path.of("routes", "http-call.camel.yaml").toUri().toString();
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(PluginHelper.getResourceLoader(camel).resolveResource(file));
        TemplatedRouteBuilder.builder(camel, "http-call")
                .routeId("esm-soc-call")
                .parameter("name", "esm-soc")
                .add();
        template = camel.createProducerTemplate();
        http = new CamelHttp(template, "direct:esm-soc-call?block=false");
    }

    static HttpLimits limits() {
        return new HttpLimits(Duration.ofSeconds(90), Duration.ofSeconds(60), HttpLimits.ONE_MIB, 20);
    }

    static Call get(URI uri, Duration timeout) {
        return new Call("GET", uri, Map.of(), null, timeout);
    }

    static Call post(URI uri, String body) {
        return new Call("POST", uri, Map.of("Content-Type", "application/json"), body, Duration.ofSeconds(60));
    }

    void stopTheRoute() throws Exception {
        camel.getRouteController().stopRoute("esm-soc-call");
    }

    @Override
    public void close() throws IOException {
        template.stop();
        camel.close();
    }
}
