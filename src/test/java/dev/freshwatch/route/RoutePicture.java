package dev.freshwatch.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map.Entry;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Generates {@code docs/routes.md} from the route files: a picture in Mermaid, which GitHub and GitLab draw, and each route in words. */
final class RoutePicture {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String OUTBOX = "outbox:";

    private final List<Drawn> routes;

    private RoutePicture(List<Drawn> routes) {
        this.routes = routes;
    }

    /**
     * One route, or template of routes.
     *
     * @param from  the endpoint with which it begins
     * @param steps beans, as {@code name.method}, and endpoints, in the order of the file
     */
    private record Drawn(String file, String id, boolean template, String text, String from, List<Step> steps) {}

    /** @param endpoint whether it is one, and not a bean */
    private record Step(String name, boolean endpoint) {}

    static RoutePicture of(Path folder) throws IOException {
        List<Drawn> routes = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                for (JsonNode top : YAML.readTree(file.toFile())) {
                    JsonNode template = top.path("routeTemplate");
                    JsonNode route = template.isMissingNode() ? top.path("route") : template.path("route");
                    if (route.isObject()) {
                        String id = (template.isMissingNode() ? route : template)
                                .path("id")
                                .asText();
                        routes.add(drawn(file.getFileName().toString(), id, !template.isMissingNode(), route));
                    }
                }
            }
        }
        return new RoutePicture(routes);
    }

    private static Drawn drawn(String file, String id, boolean template, JsonNode route) {
        List<Step> steps = new ArrayList<>();
        collect(route.path("from").path("steps"), steps);
        return new Drawn(
                file,
                id,
                template,
                route.path("description").asText(),
                route.path("from").path("uri").asText(),
                steps);
    }

    private static void collect(JsonNode node, List<Step> steps) {
        for (Entry<String, JsonNode> one : node.properties()) {
            JsonNode value = one.getValue();
            switch (one.getKey()) {
                case "bean", "method" -> {
                    if (value.isObject()) {
                        steps.add(new Step(
                                value.path("ref").asText() + "."
                                        + value.path("method").asText(),
                                false));
                    }
                }
                case "to" -> steps.add(new Step(value.path("uri").asText(), true));
                default -> collect(value, steps);
            }
        }
        if (node.isArray()) {
            node.forEach(child -> collect(child, steps));
        }
    }

    /** {@code docs/routes.md} */
    String page() {
        StringBuilder page = new StringBuilder(
                """
                # Routes

                <!-- Generated from the route files by RoutePictureTest, which also says how to regenerate it. -->

                Everything that happens, as Camel runs it: the files of [routes/](../routes) and what they pass to each other. `NAME` stands for
                a parameter of a template, such as the name of an ESM. Beans do the rest: they call platforms and services through `http-call`.
                For what you can add, see [services](services.md#a-route-of-your-own) and [sinks](sinks.md#a-sink-of-your-own).

                ```mermaid
                """);
        page.append(mermaid()).append("```\n");
        String file = "";
        for (Drawn route : routes) {
            if (!route.file().equals(file)) {
                file = route.file();
                page.append("\n## ").append(file).append("\n");
            }
            page.append("\n**").append(route.id()).append("**");
            page.append(route.template() ? " (template): " : ": ")
                    .append(route.text())
                    .append('\n');
            page.append(Stream.concat(
                            Stream.of(route.from()), route.steps().stream().map(Step::name))
                    .map(step -> "`" + named(step) + "`")
                    .collect(Collectors.joining(" → ", "", "\n")));
        }
        return page.toString();
    }

    private String mermaid() {
        Set<String> nodes = new LinkedHashSet<>();
        Set<String> arrows = new LinkedHashSet<>();
        TreeMap<String, Drawn> byStart = new TreeMap<>();
        routes.forEach(route -> byStart.put(route.from(), route));
        for (Drawn route : routes) {
            nodes.add(key(route) + "[\"" + route.id() + "\"]");
            if (route.from().startsWith("timer:")) {
                String timer = named(route.from()).replaceAll("\\W", "_");
                nodes.add(timer + "([\"" + named(route.from()) + "\"])");
                arrows.add(timer + " --> " + key(route));
            } else if (route.from().startsWith(OUTBOX)) {
                arrows.add("outbox --> " + key(route));
            }
            route.steps().stream().filter(Step::endpoint).map(Step::name).forEach(uri -> {
                Drawn next = byStart.get(uri);
                if (next != null) {
                    arrows.add(key(route) + " --> " + key(next));
                } else if (uri.startsWith(OUTBOX)) {
                    arrows.add(key(route) + " -- " + uri.substring(OUTBOX.length()) + " --> outbox");
                } else {
                    String component = uri.substring(0, uri.indexOf(':'));
                    nodes.add("to_" + component + ">\"" + component + "\"]");
                    arrows.add(key(route) + " --> to_" + component);
                }
            });
        }
        nodes.add("outbox[(\"outbox\")]");
        return "flowchart LR\n"
                + Stream.concat(nodes.stream(), arrows.stream())
                        .map(line -> "  " + line + "\n")
                        .collect(Collectors.joining());
    }

    private static String key(Drawn route) {
        return route.id().replace('-', '_');
    }

    /** Without the braces of placeholders, which would be a shape in Mermaid. */
    private static String named(String uri) {
        return uri.replaceAll("\\{\\{name}}", "NAME").replaceAll("\\{\\{([\\w-]+)}}", "$1");
    }
}
