package dev.freshwatch.route;

import dev.freshwatch.config.Texts;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.service.Service;
import dev.freshwatch.service.ServiceReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.apache.camel.model.TemplatedRouteDefinition;
import org.apache.camel.model.TemplatedRouteParameterDefinition;

/** Checks routes made from templates: the template, its parameters, and those of services. */
final class TemplatedCheck {

    private final DefaultCamelContext context;
    private final Map<String, String> values;
    private final ServiceReader services;
    private final Set<String> broken;
    private final Map<TemplatedRouteDefinition, Path> routes = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final Map<String, String> whereById = new HashMap<>();

    /**
     * Creates the check.
     *
     * @param values   of the placeholders
     * @param services null = parameters of services are not checked
     * @param broken   keys with a fault of their own: services that name one are not checked
     */
    TemplatedCheck(
            DefaultCamelContext context, Map<String, String> values, ServiceReader services, Set<String> broken) {
        this.broken = broken;
        this.context = context;
        this.values = values;
        this.services = services;
    }

    /** Adds the templated routes of a file. */
    void add(Path file, RoutesBuilder builder) {
        if (builder instanceof RouteBuilder routeBuilder) {
            routeBuilder.getTemplatedRouteCollection().getTemplatedRoutes().forEach(route -> routes.put(route, file));
        }
    }

    /** Call after all files are read. Each fault is one line with its file, the route and a remedy. */
    List<String> faults() {
        Properties properties = new Properties();
        properties.putAll(values);
        context.getPropertiesComponent().setInitialProperties(properties);
        Map<String, RouteTemplateDefinition> templates = new TreeMap<>();
        context.getRouteTemplateDefinitions().forEach(template -> templates.put(template.getId(), template));
        routes.forEach((route, file) -> check(route, file, templates));
        return faults;
    }

    private void check(TemplatedRouteDefinition route, Path file, Map<String, RouteTemplateDefinition> templates) {
        Map<String, String> given = new LinkedHashMap<>();
        String where = file + ": " + route.getRouteTemplateRef();
        for (TemplatedRouteParameterDefinition parameter : route.getParameters()) {
            if (given.put(parameter.getName(), parameter.getValue()) != null) {
                faults.add(where + ": " + parameter.getName() + ": is given twice: remove one of them");
            }
        }
        where += given.containsKey("name") ? " " + PlainText.line(given.get("name"), 80) : "";
        RouteTemplateDefinition template = templates.get(route.getRouteTemplateRef());
        if (template == null) {
            faults.add(file + ": there is no template " + route.getRouteTemplateRef()
                    + hint(route.getRouteTemplateRef(), templates));
            return;
        }
        if (route.getRouteId() != null) {
            unique("the route " + route.getRouteId(), where);
        }
        int before = faults.size();
        Map<String, RouteTemplateParameterDefinition> known = parameters(template).stream()
                .collect(Collectors.toMap(RouteTemplateParameterDefinition::getName, parameter -> parameter));
        for (String name : given.keySet()) {
            if (!known.containsKey(name)) {
                faults.add(where + ": " + name + ": unknown parameter" + hint(name, known));
            }
        }
        for (RouteTemplateParameterDefinition parameter : known.values()) {
            if (parameter.isRequired()
                    && parameter.getDefaultValue() == null
                    && given.get(parameter.getName()) == null) {
                faults.add(where + ": " + parameter.getName() + ": is missing: write it under parameters");
            }
        }
        if (before == faults.size()
                && services != null
                && ServiceReader.isService(template.getRoute().getGroup())) {
            known.forEach((name, parameter) -> {
                if (parameter.getDefaultValue() != null) {
                    given.putIfAbsent(name, parameter.getDefaultValue());
                }
            });
            read(template.getRoute().getGroup(), given, where);
        }
    }

    /** Camel returns null if a template has none. */
    static List<RouteTemplateParameterDefinition> parameters(RouteTemplateDefinition template) {
        return template.getTemplateParameters() == null ? List.of() : template.getTemplateParameters();
    }

    private void read(String group, Map<String, String> given, String where) {
        Map<String, String> resolved = new HashMap<>();
        for (Map.Entry<String, String> parameter : given.entrySet()) {
            try {
                resolved.put(parameter.getKey(), context.resolvePropertyPlaceholders(parameter.getValue()));
            } catch (IllegalArgumentException e) {
                // a placeholder that is not set; reported for the file
                return;
            }
        }
        if (resolved.values().stream().anyMatch(this::namesBroken)) {
            return;
        }
        List<String> wrong = new ArrayList<>();
        resolved.forEach((name, value) -> {
            if (value.contains("{{") || value.contains("}}")) {
                // Camel resolves once more what it passes to the bean
                wrong.add(name + ": has braces that are no placeholder, as JSON may: write a blank between {{ or }}");
            }
        });
        services.read(group, resolved, wrong)
                .map(Service::question)
                .ifPresent(question -> unique("the check " + question.check(), where));
        wrong.forEach(fault -> faults.add(where + ": " + fault));
    }

    /** A header names its secret after its own name. */
    private boolean namesBroken(String value) {
        return value.lines().map(line -> line.replaceFirst("^.*[\\s:]", "")).anyMatch(broken::contains);
    }

    private void unique(String what, String where) {
        String other = whereById.putIfAbsent(what, where);
        if (other != null) {
            faults.add(where + ": " + what + " already exists (" + other + "): give one of them another name or what");
        }
    }

    private static String hint(String name, Map<String, ?> known) {
        return Texts.nearest(name, known.keySet())
                .map(nearest -> ": did you mean " + nearest + "?")
                .orElse(": there is " + String.join(", ", new TreeMap<>(known).keySet()));
    }
}
