package dev.freshwatch.route;

import dev.freshwatch.config.LoadedConfig;
import dev.freshwatch.config.SecretSources;
import dev.freshwatch.service.ReportFolders;
import dev.freshwatch.service.ServiceReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;

/**
 * Reads the route files without running them and finds what would later fail or lose notices. Runs before every start
 * and in {@code validate}.
 */
public final class RouteValidator {

    /** Reserved names: all enabled sinks, and all sinks that were notified of the problem. */
    private static final Set<String> TOGETHER = Set.of("all", "told");

    private static final Pattern OUTBOX = Pattern.compile("outbox:(?://)?([^?]+)");

    private final Set<String> properties;
    private final Predicate<String> sinkEnabled;
    private final Map<String, String> values;
    private final ServiceReader services;
    private final SecretReads secrets;

    /**
     * Creates a validator.
     *
     * @param properties  the names that routes may use as <code>{{name}}</code>
     * @param sinkEnabled whether a sink is enabled
     */
    public RouteValidator(Set<String> properties, Predicate<String> sinkEnabled) {
        this(properties, sinkEnabled, Map.of(), null, SecretSources.NONE);
    }

    private RouteValidator(
            Set<String> properties,
            Predicate<String> sinkEnabled,
            Map<String, String> values,
            ServiceReader services,
            SecretSources secrets) {
        this.secrets = new SecretReads(secrets);
        this.properties = properties;
        this.sinkEnabled = sinkEnabled;
        this.values = values;
        this.services = services;
    }

    /**
     * Creates a validator that also checks the parameters of services against a configuration.
     *
     * @param more names that routes may use in addition to the configuration keys
     */
    public static RouteValidator with(LoadedConfig loaded, Set<String> more) {
        Set<String> known = new TreeSet<>(loaded.placeholders().keySet());
        known.addAll(more);
        Path directory = loaded.settings().directory();
        ServiceReader reader = new ServiceReader(
                directory,
                loaded.secrets(),
                new ReportFolders(directory, directory),
                loaded.settings().proxies());
        return new RouteValidator(
                known, loaded.settings().sinks()::isOn, loaded.placeholders(), reader, loaded.sources());
    }

    /** Returns the faults of these files, each with its file or route and a remedy; empty = none. */
    public List<String> faults(RouteFiles files) {
        List<String> faults = new ArrayList<>();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.setSourceLocationEnabled(true);
            for (Path file : files.all()) {
                faults.addAll(secrets.faults(file.toString(), RouteFiles.read(file)));
            }
            TemplatedCheck templated = new TemplatedCheck(context, values, services);
            RouteIds ids = new RouteIds();
            for (Path file : files.all()) {
                load(context, file, templated, ids, faults);
            }
            faults.addAll(ids.faults());
            List<RouteDefinition> routes = context.getRouteDefinitions();
            faults.addAll(RouteRules.faults(routes));
            faults.addAll(TimerRule.faults(routes, context.getRouteTemplateDefinitions()));
            faults.addAll(sinksWithoutRoute(routes));
            faults.addAll(unknownPlaceholders(context, files));
            faults.addAll(templated.faults());
        } catch (Exception e) {
            faults.add("routes cannot be read: " + e.getMessage());
        }
        return faults;
    }

    /** Templates are used only after all files are read, because they may be in a later one. */
    private static void load(
            DefaultCamelContext context, Path file, TemplatedCheck templated, RouteIds ids, List<String> faults) {
        try {
            Resource resource = new RouteResource(file);
            for (RoutesBuilder builder : PluginHelper.getRoutesLoader(context).findRoutesBuilders(resource)) {
                if (builder instanceof RouteConfigurationsBuilder configurations) {
                    context.addRoutesConfigurations(configurations);
                }
                context.addRoutes(builder);
                templated.add(file, builder);
                ids.add(file, builder);
            }
        } catch (Exception e) {
            faults.add(file + ": " + (e.getMessage() == null ? e.toString() : e.getMessage()));
        }
    }

    private List<String> sinksWithoutRoute(List<RouteDefinition> routes) {
        Set<String> read = new TreeSet<>();
        routes.forEach(route -> sink(route.getInput().getEndpointUri()).ifPresent(read::add));
        Set<String> written = new TreeSet<>();
        for (RouteDefinition route : routes) {
            for (ProcessorDefinition<?> step :
                    ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class)) {
                if (step instanceof SendDefinition<?> send) {
                    sink(send.getEndpointUri()).ifPresent(written::add);
                }
            }
        }
        List<String> faults = new ArrayList<>();
        for (String sink : written) {
            if (!TOGETHER.contains(sink) && !read.contains(sink) && sinkEnabled.test(sink)) {
                faults.add("outbox:" + sink + " is used in a route, but no route begins with from: outbox:" + sink
                        + "; add routes/sink-" + sink + ".camel.yaml or correct the name");
            }
        }
        for (String together : TOGETHER) {
            if (read.contains(together)) {
                faults.add("outbox:" + together + " stands for several sinks; a sink cannot have that name: call it"
                        + " outbox:<name>, in routes/sink-<name>.camel.yaml");
            }
        }
        return faults;
    }

    private static Optional<String> sink(String uri) {
        Matcher matcher = OUTBOX.matcher(uri == null ? "" : uri);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private Collection<String> unknownPlaceholders(DefaultCamelContext context, RouteFiles files) throws Exception {
        Set<String> known = new TreeSet<>(properties);
        context.getRouteTemplateDefinitions().forEach(template -> {
            TemplatedCheck.parameters(template).forEach(parameter -> known.add(parameter.getName()));
            if (template.getTemplateBeans() != null) {
                template.getTemplateBeans().forEach(bean -> known.add(bean.getName()));
            }
        });
        List<String> faults = new ArrayList<>();
        for (Path file : files.forWatch(sinkEnabled)) {
            for (String name : RouteFiles.required(file)) {
                if (!known.contains(name)) {
                    faults.add(file + ": {{" + name + "}} is not set; add " + name + "=… to application.properties");
                }
            }
        }
        return faults;
    }
}
