package dev.freshwatch.route;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDynamicDefinition;

/** Finds the routes that a message can reach through {@code direct:} over any number of steps. */
public final class ReachableRoutes {

    private static final Pattern DIRECT = Pattern.compile("direct:(?://)?([^?]+).*");

    private ReachableRoutes() {}

    /**
     * Returns the routes that begin with this name or with an outbox, and all routes that these call with {@code
     * direct:}. If a name depends on the message, every route that could be called is included.
     *
     * @param first name of a {@code direct:} route
     */
    public static Set<RouteDefinition> from(String first, List<RouteDefinition> routes) {
        Set<RouteDefinition> reached = new LinkedHashSet<>();
        Deque<String> names = new ArrayDeque<>(List.of(first));
        for (RouteDefinition route : routes) {
            if (uri(route).startsWith("outbox:")) {
                reached.add(route);
                names.addAll(called(route));
            }
        }
        while (!names.isEmpty()) {
            String name = names.pop();
            for (RouteDefinition route : routes) {
                Matcher matcher = DIRECT.matcher(uri(route));
                boolean meant = matcher.matches() && (name.contains("$") || name.equals(matcher.group(1)));
                if (meant && reached.add(route)) {
                    names.addAll(called(route));
                }
            }
        }
        return reached;
    }

    /** The routes of sinks, each with those that it calls by {@code direct:}, as far as their names are written there. */
    static Set<RouteDefinition> ofSinks(List<RouteDefinition> routes) {
        Set<RouteDefinition> reached = new LinkedHashSet<>();
        Deque<RouteDefinition> open = new ArrayDeque<>();
        routes.stream().filter(route -> uri(route).startsWith("outbox:")).forEach(open::add);
        while (!open.isEmpty()) {
            RouteDefinition route = open.pop();
            if (reached.add(route)) {
                List<String> names = called(route);
                routes.stream()
                        .filter(other -> DIRECT.matcher(uri(other)).matches()
                                && names.contains(uri(other).replaceFirst(DIRECT.pattern(), "$1")))
                        .forEach(open::add);
            }
        }
        return reached;
    }

    private static String uri(RouteDefinition route) {
        return route.getInput() == null || route.getInput().getEndpointUri() == null
                ? ""
                : route.getInput().getEndpointUri();
    }

    private static List<String> called(RouteDefinition route) {
        return ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class).stream()
                .map(ReachableRoutes::target)
                .map(DIRECT::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .toList();
    }

    private static String target(ProcessorDefinition<?> step) {
        String uri = null;
        if (step instanceof ToDynamicDefinition dynamic) {
            uri = dynamic.getUri();
        } else if (step instanceof EndpointRequiredDefinition fixed) {
            uri = fixed.getEndpointUri();
        }
        return uri == null ? "" : uri;
    }
}
