package dev.freshwatch.route;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.OptionalIdentifiedDefinition;

/**
 * Each route and each template is in one file. Camel takes a route that it reads twice for the same route changed, so that
 * the order of the file names would decide which one runs.
 */
final class RouteIds {

    /** Where the router was before it had a file of its own. */
    private static final String FORMER_ROUTER = "judge.camel.yaml";

    private final Map<String, Path> files = new HashMap<>();
    private final List<String> faults = new ArrayList<>();

    /** Takes up the routes and templates of a file that Camel has read. */
    void add(Path file, RoutesBuilder builder) {
        if (builder instanceof RouteBuilder routes) {
            routes.getRouteCollection().getRoutes().forEach(route -> add(file, "route", route));
            routes.getRouteTemplateCollection()
                    .getRouteTemplates()
                    .forEach(template -> add(file, "template", template));
        }
    }

    /** What Camel names itself is never there twice. */
    private void add(Path file, String kind, OptionalIdentifiedDefinition<?> definition) {
        if (!definition.hasCustomIdAssigned()) {
            return;
        }
        Path other = files.putIfAbsent(kind + " " + definition.getId(), file);
        if (other != null) {
            faults.add(file + ": the " + kind + " " + definition.getId() + " is in " + other + " too; "
                    + remedy(file, other, definition.getId()));
        }
    }

    private static String remedy(Path file, Path other, String id) {
        boolean formerRouter = id.equals(RouteFiles.ROUTER) && isFormerRouter(file, other);
        if (formerRouter) {
            return "the router has a file of its own: keep your route " + id + ", and nothing else, in "
                    + RouteFiles.ROUTER_FILE + ", and remove your " + FORMER_ROUTER;
        }
        return "a file of yours takes the place of a shipped one only if it has the same name: keep one of the two";
    }

    private static boolean isFormerRouter(Path file, Path other) {
        return List.of(file, other).stream().anyMatch(one -> one.endsWith(FORMER_ROUTER));
    }

    /** Each one line with both files and what to do; empty = none. */
    List<String> faults() {
        return List.copyOf(faults);
    }
}
