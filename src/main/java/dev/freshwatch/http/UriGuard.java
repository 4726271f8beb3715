package dev.freshwatch.http;

import java.util.List;
import java.util.Set;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Refuses addresses for camel-http that contain a placeholder, at each sending step of each route. camel-http resolves
 * those in {@code CamelHttpUri} (CVE-2026-78164), and such a header may come from a platform: by a redirect, a body in
 * a user's own route, or a message of another system. A valid address has its braces encoded.
 */
public final class UriGuard implements InterceptStrategy {

    private static final Set<String> SENDING =
            Set.of("to", "toD", "wireTap", "enrich", "recipientList", "routingSlip", "dynamicRouter");

    private static final List<String> HEADERS = List.of(Exchange.HTTP_URI, Exchange.REST_HTTP_URI);

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor next) {
        return SENDING.contains(definition.getShortName()) ? new Guarded(target) : target;
    }

    /** Whether Camel would replace a part of it. */
    static boolean holdsPlaceholder(String address) {
        return address.contains("{{") || address.contains("${");
    }

    private static final class Guarded extends DelegateAsyncProcessor {

        Guarded(Processor target) {
            super(target);
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            for (String header : HEADERS) {
                Object address = exchange.getMessage().getHeader(header);
                if (address != null && holdsPlaceholder(address.toString())) {
                    // Without the text, which does not belong in a log.
                    exchange.setException(
                            new IllegalArgumentException("the header " + header + " contains a placeholder"));
                    callback.done(true);
                    return true;
                }
            }
            return super.process(exchange, callback);
        }
    }
}
