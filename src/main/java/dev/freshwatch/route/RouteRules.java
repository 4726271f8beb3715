package dev.freshwatch.route;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.builder.DeadLetterChannelBuilder;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RemoveHeadersDefinition;
import org.apache.camel.model.ResequenceDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ThrowExceptionDefinition;
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

    /**
     * Returns the faults of these routes, each one line with file, line and a remedy; empty = none. Routes that a sink
     * calls by {@code direct:} are part of it.
     */
    public static List<String> faults(List<RouteDefinition> routes) {
        List<String> faults = new ArrayList<>();
        for (RouteDefinition route : ReachableRoutes.ofSinks(routes)) {
            check(route, faults);
        }
        routes.stream().filter(RouteRules::isSink).forEach(sink -> beginsClean(sink, faults));
        return faults;
    }

    private static boolean isSink(RouteDefinition route) {
        return route.getInput() != null && route.getInput().getEndpointUri().startsWith("outbox:");
    }

    /** What a platform has answered must not leave with a notice. */
    private static void beginsClean(RouteDefinition sink, List<String> faults) {
        ProcessorDefinition<?> first = sink.getOutputs().stream()
                .filter(step -> !step.isAbstract())
                .findFirst()
                .orElse(null);
        boolean clean = first instanceof RemoveHeadersDefinition remove
                && "*".equals(remove.getPattern())
                && remove.getExcludePattern() == null
                && remove.getExcludePatterns() == null;
        if (!clean) {
            faults.add(StepPlace.of(sink, first == null ? null : first.toString()) + ": route " + sink.getRouteId()
                    + " does not begin with removeHeaders, so headers of other calls could leave with a notice; write"
                    + " - removeHeaders: {pattern: \"*\"} as its first step");
        }
    }

    private static void check(RouteDefinition route, List<String> faults) {
        if (route.getErrorHandlerFactory() instanceof DeadLetterChannelDefinition
                || route.getErrorHandlerFactory() instanceof DeadLetterChannelBuilder) {
            faults.add(fault(route, null, "a dead letter channel", "remove it: the outbox keeps undelivered notices"));
        }
        for (ProcessorDefinition<?> step :
                ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class)) {
            if (step instanceof OnExceptionDefinition onException
                    && isSet(onException.getHandled(), onException.getHandledPolicy())) {
                faults.add(fault(route, step, "onException with handled: true", "remove handled: the outbox retries"));
            } else if (step instanceof OnExceptionDefinition onException
                    && isSet(onException.getContinued(), onException.getContinuedPolicy())) {
                faults.add(fault(route, step, "onException with continued: true", "remove it: the outbox retries"));
            } else if (step instanceof CatchDefinition && !isThrown(step)) {
                faults.add(fault(route, step, "doCatch", "end it with throwException, or remove it"));
            } else if (step instanceof CircuitBreakerDefinition breaker && breaker.getOnFallback() != null) {
                faults.add(fault(route, step, "onFallback", "remove it: the outbox retries"));
            } else if (step instanceof AggregateDefinition || step instanceof ResequenceDefinition) {
                faults.add(
                        fault(route, step, step.getShortName(), "remove it: sink.<name>.group = true groups notices"));
            } else if (step instanceof WireTapDefinition) {
                faults.add(fault(route, step, "wireTap", "use to, which waits for the outcome"));
            } else if (step instanceof ToDefinition to && isLater(to.getEndpointUri())) {
                faults.add(fault(
                        route, step, "to " + scheme(to.getEndpointUri()), "use direct, which waits for the outcome"));
            } else if (step instanceof ToDynamicDefinition to && isLater(to.getUri())) {
                faults.add(fault(route, step, "toD " + scheme(to.getUri()), "use direct, which waits for the outcome"));
            }
        }
    }

    private static boolean isThrown(ProcessorDefinition<?> step) {
        return !ProcessorDefinitionHelper.filterTypeInOutputs(step.getOutputs(), ThrowExceptionDefinition.class)
                .isEmpty();
    }

    /** Any value except a constant false, since a condition may become true. */
    private static boolean isSet(Object fromYaml, Object fromJava) {
        Object set = fromYaml == null ? fromJava : fromYaml;
        return set != null && !set.toString().contains("false");
    }

    private static boolean isLater(String uri) {
        return uri != null && LATER.stream().anyMatch(uri::startsWith);
    }

    private static String scheme(String uri) {
        return uri.substring(0, uri.indexOf(':'));
    }

    private static String fault(RouteDefinition route, ProcessorDefinition<?> step, String what, String instead) {
        return StepPlace.of(route, step == null ? null : step.toString()) + ": route " + route.getRouteId() + ": "
                + what + " would report a notice as delivered before the sink has accepted it; " + instead;
    }
}
