package dev.freshwatch.route;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.model.FromDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;

/**
 * A route that begins with {@code timer:} waits for the end of its cycle. Without {@code synchronous: true} Camel starts the
 * next one while parts of the one before still run: of a platform that hangs, more and more cycles would be under way.
 */
final class TimerRule {

    private static final Pattern WAITS = Pattern.compile("[?&]synchronous=true(?:&|$)");

    private TimerRule() {}

    /** The faults, each one line that names file and line and what to write there; empty = none. */
    static List<String> faults(Collection<RouteDefinition> routes, Collection<RouteTemplateDefinition> templates) {
        List<String> faults = new ArrayList<>();
        Stream.concat(routes.stream(), templates.stream().map(RouteTemplateDefinition::getRoute))
                .filter(route -> route.getInput() != null && mayOverlap(route.getInput()))
                .forEach(route -> faults.add(fault(route)));
        return faults;
    }

    private static boolean mayOverlap(FromDefinition from) {
        String uri = from.getEndpointUri();
        return uri.startsWith("timer:") && !WAITS.matcher(uri).find();
    }

    private static String fault(RouteDefinition route) {
        FromDefinition from = route.getInput();
        String name = from.getEndpointUri().replaceFirst("[?].*", "");
        return from.getLocation().replaceFirst("^file:", "") + ":" + from.getLineNumber() + ": " + name
                + " may start a cycle while the one before still runs; write synchronous: true under its parameters";
    }
}
