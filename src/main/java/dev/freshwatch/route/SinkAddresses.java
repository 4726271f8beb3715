package dev.freshwatch.route;

import dev.freshwatch.config.Warning;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;

/** Compares the sinks that routes send to with those that there are. */
final class SinkAddresses {

    private static final String ALL = "all";
    private static final String TOLD = "told";
    private static final Pattern OUTBOX = Pattern.compile("outbox:(?://)?([^?]+)(?:[?].*)?");

    private final Predicate<String> enabled;
    /** The first place that sends to a sink, by its name. */
    private final Map<String, String> written = new TreeMap<>();

    private final Map<String, RouteDefinition> read = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();
    /** A step sends to a sink that only the message names. */
    private boolean open;

    /** @param enabled whether a sink is enabled */
    SinkAddresses(List<RouteDefinition> routes, Predicate<String> enabled) {
        this.enabled = enabled;
        for (RouteDefinition route : routes) {
            if (route.getInput() != null) {
                sink(route.getInput().getEndpointUri()).ifPresent(sink -> reads(sink, route));
            }
            for (ProcessorDefinition<?> step :
                    ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class)) {
                if (step instanceof SendDefinition<?> send) {
                    sink(send.getEndpointUri())
                            .ifPresent(sink -> written.putIfAbsent(sink, StepPlace.of(route, step.toString())));
                } else if (step.getOutputs().isEmpty() && step.toString().contains("outbox:")) {
                    open = true;
                }
            }
        }
        written.forEach(this::mustBeRead);
    }

    private static Optional<String> sink(String uri) {
        Matcher matcher = OUTBOX.matcher(uri == null ? "" : uri);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private void reads(String sink, RouteDefinition route) {
        String where = StepPlace.of(route, null) + ": ";
        RouteDefinition other = read.putIfAbsent(sink, route);
        if (isTogether(sink)) {
            faults.add(where + "outbox:" + sink + " stands for several sinks, and no sink can have that name; write"
                    + " outbox:<name>, in routes/sink-<name>.camel.yaml");
        } else if (other != null) {
            faults.add(where + "outbox:" + sink + " is read by " + StepPlace.of(other, null)
                    + ", too, and a sink can have only one route; keep one of them");
        }
    }

    private static boolean isTogether(String name) {
        return name.equals(ALL) || name.equals(TOLD);
    }

    private void mustBeRead(String sink, String where) {
        if (!isTogether(sink) && !read.containsKey(sink) && enabled.test(sink)) {
            faults.add(where + ": outbox:" + sink + " is used in a route, but no route begins with from: outbox:" + sink
                    + "; add routes/sink-" + sink + ".camel.yaml, or correct the name");
        }
    }

    List<String> faults() {
        return faults;
    }

    /** @param router the file of the route that addresses notices */
    List<Warning> warnings(String router) {
        List<Warning> warnings = new ArrayList<>();
        read.forEach((sink, route) -> {
            if (isTogether(sink) || !enabled.test(sink)) {
                return;
            }
            if (!open && !written.containsKey(ALL) && !written.containsKey(sink)) {
                warnings.add(new Warning(
                        router,
                        0,
                        "sink." + sink,
                        "no route sends to outbox:" + sink + " or outbox:all, so this sink gets no notices; write"
                                + " outbox:all under otherwise: of the route address"));
            }
            String file = route.getInput().getLocation();
            String name = "sink-" + sink + ".camel.yaml";
            if (file != null && !Path.of(file.replaceFirst("^file:", "")).endsWith(name)) {
                warnings.add(new Warning(
                        StepPlace.of(route, null),
                        0,
                        "sink." + sink,
                        "is not in a file of its own, so sink." + sink + ".enabled has no effect; move its route to "
                                + name));
            }
        });
        return warnings;
    }
}
