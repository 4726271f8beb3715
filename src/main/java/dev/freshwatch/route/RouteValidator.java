package dev.freshwatch.route;

import dev.freshwatch.config.FaultyConfig;
import dev.freshwatch.config.LoadedConfig;
import dev.freshwatch.config.NamedFiles;
import dev.freshwatch.config.SecretSources;
import dev.freshwatch.config.Warning;
import dev.freshwatch.service.ReportFolders;
import dev.freshwatch.service.ServiceReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;

/**
 * Reads the route files without running them and finds what would later fail or lose notices. Runs before every start
 * and in {@code validate}.
 */
public final class RouteValidator {

    /** What begins an entry of the list that a route file is. */
    private static final Pattern ENTRY = Pattern.compile("(?m)^[-\\[]");

    private static final Pattern CONTENT = Pattern.compile("(?m)^(?!#|---|\\s*$)");

    private final Set<String> properties;
    private final Predicate<String> sinkEnabled;
    /** Null = none; then only the routes themselves are judged. */
    private final LoadedConfig loaded;

    private final Map<String, String> values;
    private final ServiceReader services;
    private final SecretReads secrets;
    private final Set<String> secretNames;
    private final FaultyConfig faulty;

    /**
     * Creates a validator.
     *
     * @param properties  the names that routes may use as <code>{{name}}</code>
     * @param sinkEnabled whether a sink is enabled
     */
    public RouteValidator(Set<String> properties, Predicate<String> sinkEnabled) {
        this(properties, sinkEnabled, null, null, Set.of(), null);
    }

    private RouteValidator(
            Set<String> properties,
            Predicate<String> sinkEnabled,
            LoadedConfig loaded,
            ServiceReader services,
            Set<String> secretNames,
            FaultyConfig faulty) {
        this.loaded = loaded;
        this.secrets = new SecretReads(loaded == null ? SecretSources.NONE : loaded.sources());
        this.secretNames = secretNames;
        this.faulty = faulty;
        this.properties = properties;
        this.sinkEnabled = sinkEnabled;
        this.values = loaded == null ? Map.of() : loaded.placeholders();
        this.services = services;
    }

    /**
     * Creates a validator that also checks the parameters of services against a configuration.
     *
     * @param more names that routes may use in addition to the configuration keys
     */
    public static RouteValidator with(LoadedConfig loaded, Set<String> more) {
        return with(loaded, more, null);
    }

    /**
     * Creates a validator for routes whose configuration has faults: what depends on a broken key is not judged.
     *
     * @param more names that routes may use in addition to the configuration keys
     */
    public static RouteValidator with(FaultyConfig faulty, Set<String> more) {
        Set<String> known = new TreeSet<>(more);
        known.addAll(faulty.broken());
        return with(faulty.loaded(), known, faulty);
    }

    private static RouteValidator with(LoadedConfig loaded, Set<String> more, FaultyConfig faulty) {
        Set<String> known = new TreeSet<>(loaded.placeholders().keySet());
        known.addAll(more);
        Path directory = loaded.settings().directory();
        ServiceReader reader = new ServiceReader(
                directory,
                loaded.secrets(),
                new ReportFolders(directory, directory),
                loaded.settings().proxies());
        Set<String> secretNames = new TreeSet<>(loaded.secrets().keySet());
        secretNames.addAll(faulty == null ? Set.of() : faulty.broken());
        return new RouteValidator(known, loaded.settings().sinks()::isOn, loaded, reader, secretNames, faulty);
    }

    /** Returns the faults of these files, each with its file or route and a remedy; empty = none. */
    public List<String> faults(RouteFiles files) {
        return check(files).faults();
    }

    /** All that there is to say about these files. */
    public RouteReport check(RouteFiles files) {
        List<String> faults = new ArrayList<>();
        List<String> unmakeable = new ArrayList<>();
        List<Warning> warnings = new ArrayList<>();
        files.ignored().stream().map(RouteValidator::notRead).forEach(warnings::add);
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.setSourceLocationEnabled(true);
            List<String> texts = new ArrayList<>();
            for (Path file : files.all()) {
                String text = RouteFiles.read(file);
                texts.add(text);
                SinkBeans.warning(file, text).ifPresent(warnings::add);
                faults.addAll(secrets.faults(file.toString(), text));
            }
            if (loaded != null) {
                faults.addAll(SinkBeans.faults(loaded, texts));
            }
            TemplatedCheck templated =
                    new TemplatedCheck(context, values, services, faulty == null ? Set.of() : faulty.broken());
            RouteIds ids = new RouteIds();
            for (Path file : files.all()) {
                load(context, file, templated, ids, unmakeable);
            }
            unmakeable.addAll(ids.faults());
            faults.addAll(unmakeable);
            List<RouteDefinition> routes = context.getRouteDefinitions();
            faults.addAll(RouteRules.faults(routes));
            faults.addAll(TimerRule.faults(routes, context.getRouteTemplateDefinitions()));
            SinkAddresses sinks = new SinkAddresses(routes, sinkEnabled);
            faults.addAll(sinks.faults());
            warnings.addAll(sinks.warnings(files.router()));
            List<String> missing = new ArrayList<>();
            if (faulty == null || faulty.allKeys()) {
                missing.addAll(unknownPlaceholders(context, files));
            }
            missing.addAll(templated.faults());
            faults.addAll(missing);
            unmakeable.addAll(missing);
        } catch (Exception e) {
            faults.add("routes cannot be read: " + e.getMessage());
            return new RouteReport(faults, warnings, NamedFiles.NONE, false);
        }
        NamedFiles named = services == null ? NamedFiles.NONE : services.files();
        return new RouteReport(faults, warnings, named, unmakeable.isEmpty());
    }

    private static Warning notRead(Path file) {
        String name = file.getFileName().toString();
        String instead = Files.isDirectory(file)
                ? "it is a folder; put route files beside it"
                : "the names of route files end in .camel.yaml; rename it to "
                        + name.replaceFirst("(?i)(\\.camel)?\\.(ya?ml|ya?ml\\..*)$", "") + ".camel.yaml, or remove it";
        return new Warning(file.toString(), 0, "not read", instead);
    }

    /** Templates are used only after all files are read, because they may be in a later one. */
    private static void load(
            DefaultCamelContext context, Path file, TemplatedCheck templated, RouteIds ids, List<String> faults) {
        try {
            String text = RouteFiles.read(file);
            if (CONTENT.matcher(text).find() && !ENTRY.matcher(text).find()) {
                faults.add(file + ": there is no route in it; a route file is a list, and each entry begins with"
                        + " - route: at the margin");
                return;
            }
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
            faults.add(YamlFault.of(file, e));
        }
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
            faults.addAll(NamedSecrets.faults(file, RouteFiles.read(file), secretNames));
            for (String name : RouteFiles.required(file)) {
                if (!known.contains(name)) {
                    faults.add(file + ": {{" + name + "}} is not set; add " + name + "=… to application.properties");
                }
            }
        }
        return faults;
    }
}
