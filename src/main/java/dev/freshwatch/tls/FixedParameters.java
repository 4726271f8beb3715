package dev.freshwatch.tls;

import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;

/** Gives Camel's components a context that is already made. */
final class FixedParameters extends SSLContextParameters {

    private final SSLContext context;

    FixedParameters(SSLContext context) {
        this.context = context;
    }

    @Override
    public SSLContext createSSLContext(CamelContext camel) {
        return context;
    }

    @Override
    public String toString() {
        return "SSLContextParameters[fixed]";
    }
}
