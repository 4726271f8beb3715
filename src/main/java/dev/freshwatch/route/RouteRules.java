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
 * What a sink's route may not do: report success before the notice was taken. Such a notice would be marked as
 * delivered and be lost.
 */
public final class RouteRules {

    private static final List<String> LATER = List.of("seda:", "vm:", "disruptor:", "stub:");

    private RouteRules() {}

    /**
     * The faults of these routes, each one line that names the route and what to write instead; empty = none.
     */
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
            faults.add(fault(route, "a dead letter channel", "leave it out: the outbox keeps what failed"));
        }
        for (ProcessorDefinition<?> step :
                ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class)) {
            if (step instanceof OnExceptionDefinition onException
                    && isSet(onException.getHandled(), onException.getHandledPolicy())) {
                faults.add(fault(route, "onException with handled: true", "leave handled out: the outbox tries again"));
            } else if (step instanceof OnExceptionDefinition onException
                    && isSet(onException.getContinued(), onException.getContinuedPolicy())) {
                faults.add(fault(route, "onException with continued: true", "leave it out: the outbox tries again"));
            } else if (step instanceof WireTapDefinition) {
                faults.add(fault(route, "wireTap", "use to: it waits for the outcome"));
            } else if (step instanceof ToDefinition to && isLater(to.getEndpointUri())) {
                faults.add(fault(route, "to " + to.getEndpointUri(), "use direct: it waits for the outcome"));
            } else if (step instanceof ToDynamicDefinition to && isLater(to.getUri())) {
                faults.add(fault(route, "toD " + to.getUri(), "use direct: it waits for the outcome"));
            }
        }
    }

    /** Set to anything but plain false: a condition may turn out to be true. */
    private static boolean isSet(Object fromYaml, Object fromJava) {
        Object set = fromYaml == null ? fromJava : fromYaml;
        return set != null && !set.toString().contains("false");
    }

    private static boolean isLater(String uri) {
        return uri != null && LATER.stream().anyMatch(uri::startsWith);
    }

    private static String fault(RouteDefinition route, String what, String instead) {
        return "route " + route.getRouteId() + ": " + what + " would report a notice as delivered before it was taken; "
                + instead;
    }
}
