package dev.freshwatch.route;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.builder.DeadLetterChannelBuilder;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.WireTapDefinition;
import org.apache.camel.model.errorhandler.DeadLetterChannelDefinition;

/**
 * Finds constructs in sink routes that report success before the notice was accepted. Such a notice would be marked as
 * delivered, and lost.
 */
public final class RouteRules {

    private static final List<String> LATER = List.of("seda:", "vm:", "disruptor:", "stub:");

    private RouteRules() {}

    /** Returns the faults of these routes, each one line with the route and a remedy; empty = none. */
    public static List<String> faults(List<RouteDefinition> routes) {
        List<String> faults = new ArrayList<>();
        for (RouteDefinition route : routes) {
            if (isSink(route)) {
                check(route, faults);
            }
        }
        return faults;
    }

    private static boolean isSink(RouteDefinition route) {
        return route.getInput() != null && uri(route).startsWith("outbox:");
    }

    private static String uri(RouteDefinition route) {
        return route.getInput().getEndpointUri();
    }

    private static void check(RouteDefinition route, List<String> faults) {
        if (route.getErrorHandlerFactory() instanceof DeadLetterChannelDefinition
                || route.getErrorHandlerFactory() instanceof DeadLetterChannelBuilder) {
            faults.add(fault(route, "a dead letter channel", "remove it: the outbox keeps undelivered notices"));
        }
        for (ProcessorDefinition<?> step :
                ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class)) {
            if (step instanceof OnExceptionDefinition onException
                    && isSet(onException.getHandled(), onException.getHandledPolicy())) {
                faults.add(fault(route, "onException with handled: true", "remove handled: the outbox retries"));
            } else if (step instanceof OnExceptionDefinition onException
                    && isSet(onException.getContinued(), onException.getContinuedPolicy())) {
                faults.add(fault(route, "onException with continued: true", "remove it: the outbox retries"));
            } else if (step instanceof WireTapDefinition) {
                faults.add(fault(route, "wireTap", "use to, which waits for the outcome"));
            } else if (step instanceof ToDefinition to && isLater(to.getEndpointUri())) {
                faults.add(fault(route, "to " + to.getEndpointUri(), "use direct, which waits for the outcome"));
            } else if (step instanceof ToDynamicDefinition to && isLater(to.getUri())) {
                faults.add(fault(route, "toD " + to.getUri(), "use direct, which waits for the outcome"));
            }
        }
    }

    /** Any value except a constant false, since a condition may become true. */
    private static boolean isSet(Object fromYaml, Object fromJava) {
        Object set = fromYaml == null ? fromJava : fromYaml;
        return set != null && !set.toString().contains("false");
    }

    private static boolean isLater(String uri) {
        return uri != null && LATER.stream().anyMatch(uri::startsWith);
    }

    private static String fault(RouteDefinition route, String what, String instead) {
        return "route " + route.getRouteId() + ": " + what
                + " would report a notice as delivered before the sink has accepted it; " + instead;
    }
}
