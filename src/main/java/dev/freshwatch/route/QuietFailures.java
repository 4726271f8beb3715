package dev.freshwatch.route;

import java.util.List;
import org.apache.camel.LoggingLevel;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;

/**
 * Keeps Camel from logging the failures of sinks: its stack traces hold the addresses of the steps, and with them the
 * tokens in these. The outbox logs what failed, without addresses, and tries again.
 */
public final class QuietFailures {

    private QuietFailures() {}

    /**
     * Gives the routes of sinks, and those that they call by {@code direct:}, an error handler that logs nothing. Routes
     * that name one themselves keep it; {@code onException} works as with Camel's own. Call before the routes are started.
     */
    public static void ofSinks(List<RouteDefinition> routes) {
        for (RouteDefinition route : ReachableRoutes.ofSinks(routes)) {
            if (!route.isErrorHandlerFactorySet()) {
                route.setErrorHandlerFactory(quiet());
            }
        }
    }

    private static DefaultErrorHandlerDefinition quiet() {
        DefaultErrorHandlerDefinition handler = new DefaultErrorHandlerDefinition();
        handler.disableRedelivery();
        handler.logExhausted(false);
        handler.logExhaustedMessageHistory(false);
        handler.logHandled(false);
        handler.logNewException(false);
        handler.logRetryAttempted(false);
        handler.logStackTrace(false);
        handler.retriesExhaustedLogLevel(LoggingLevel.OFF);
        return handler;
    }
}
