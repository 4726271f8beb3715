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
 * A route that begins with {@code timer:} must wait for the end of its cycle. Without {@code synchronous: true} Camel
 * starts the next cycle while parts of the previous one are running, so cycles of a platform that hangs would pile up.
 */
final class TimerRule {

    private static final Pattern WAITS = Pattern.compile("[?&]synchronous=true(?:&|$)");

    private TimerRule() {}

    /** Returns the faults, each one line with file and line number and a remedy; empty = none. */
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
                + " may start a cycle while the previous one is still running; add synchronous: true under its parameters";
    }
}
