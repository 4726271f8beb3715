package dev.freshwatch.route;

import dev.freshwatch.schedule.MasterUri;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.model.FromDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;

/**
 * A route that begins with {@code timer:} must wait for the end of its cycle. Without {@code synchronous: true} Camel
 * starts the next cycle while parts of the previous one are running, so cycles of a platform that hangs would pile up. What
 * begins with {@code master:} must say where it leads.
 */
final class TimerRule {

    private static final Pattern WAITS = Pattern.compile("[?&]synchronous=true(?:&|$)");
    private static final Pattern RESERVED = Pattern.compile("^timer:(?://)?" + MasterUri.OWN);

    private TimerRule() {}

    /** Returns the faults, each one line with file and line number and a remedy; empty = none. */
    static List<String> faults(Collection<RouteDefinition> routes, Collection<RouteTemplateDefinition> templates) {
        List<String> faults = new ArrayList<>();
        Stream.concat(routes.stream(), templates.stream().map(RouteTemplateDefinition::getRoute))
                .map(RouteDefinition::getInput)
                .filter(Objects::nonNull)
                .forEach(from -> fault(from).ifPresent(fault -> faults.add(place(from) + fault)));
        return faults;
    }

    private static Optional<String> fault(FromDefinition from) {
        String uri = from.getEndpointUri();
        String name = uri.replaceFirst("[?].*", "");
        Optional<String> master =
                MasterUri.of(uri).filter(written -> !name.contains("{{")).flatMap(MasterUri::fault);
        if (master.isPresent()) {
            return master;
        }
        if (RESERVED.matcher(uri).find()) {
            return Optional.of(name + " looks like a timer below master:; give it a name that does not begin with "
                    + MasterUri.OWN);
        }
        boolean mayOverlap = MasterUri.beneath(uri).startsWith("timer:")
                && !WAITS.matcher(uri).find();
        return mayOverlap
                ? Optional.of(name + " may start a cycle while the previous one is still running; add synchronous: true"
                        + " under its parameters")
                : Optional.empty();
    }

    private static String place(FromDefinition from) {
        return from.getLocation().replaceFirst("^file:", "") + ":" + from.getLineNumber() + ": ";
    }
}
