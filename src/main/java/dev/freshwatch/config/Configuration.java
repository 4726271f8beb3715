package dev.freshwatch.config;

import dev.freshwatch.alert.Maintenance;
import dev.freshwatch.config.Settings.Log;
import dev.freshwatch.config.Settings.Outbox;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads {@code application.properties} and reports all faults at once. Contacts nobody. */
public final class Configuration {

    private Configuration() {}

    /**
     * Reads the configuration in a folder. System properties override the environment, and both override the file.
     *
     * @param directory   the folder of {@code application.properties}; relative paths in it start there
     * @param environment of this process
     * @param system      system properties of this process
     * @param routes      what the route files define
     * @throws ConfigurationRefused with all faults
     */
    public static LoadedConfig read(
            Path directory, Map<String, String> environment, Properties system, RouteNames routes)
            throws ConfigurationRefused {
        Path home = directory.toAbsolutePath().normalize();
        Report report = new Report();
        Map<String, Entry> file = PropertiesFile.read(home.resolve(SourceLocation.FILE), report);
        if (file.isEmpty() && !report.faults().isEmpty()) {
            throw new ConfigurationRefused(report.faults());
        }
        Map<String, Entry> entries = new Overrides(environment, system, report).over(file, routes.placeholders());
        new UnknownKeys(routes, report).check(entries);
        Placeholders placeholders = new Placeholders(home, entries, environment, system, report);
        Values values = new Values(entries, placeholders, report);
        Settings settings = settings(home, values, report, environment, routes);
        Map<String, Secret> secrets = secrets(values);
        addOwnKeys(entries, routes, placeholders, values, report);
        boolean faulty = !report.faults().isEmpty();
        if (!faulty) {
            new Exposures(home, entries, report).look(settings, system);
        }
        LoadedConfig loaded = new LoadedConfig(
                settings,
                report.warnings(),
                Map.copyOf(values.plain()),
                camel(file),
                secrets,
                SecretSources.of(home, entries),
                new SettingsInForce(values.plain(), writtenKeys(entries)));
        if (faulty) {
            throw new ConfigurationRefused(report.faults(), FaultyConfig.of(loaded, report));
        }
        return loaded;
    }

    private static Map<String, String> writtenKeys(Map<String, Entry> entries) {
        return entries.values().stream()
                .filter(entry -> !entry.text().isBlank())
                .collect(Collectors.toMap(Entry::key, entry -> entry.where().toString()));
    }

    /**
     * Reads only what commands that use nothing but the store need.
     *
     * @param sinks the names of the sinks that routes define
     * @throws ConfigurationRefused with the faults of {@code state.…}, or if the file cannot be read
     */
    public static StoreConfig readStore(
            Path directory, Map<String, String> environment, Properties system, Set<String> sinks)
            throws ConfigurationRefused {
        Path home = directory.toAbsolutePath().normalize();
        RouteNames routes = new RouteNames(Set.of(), sinks);
        Report file = new Report();
        Map<String, Entry> written = PropertiesFile.read(home.resolve(SourceLocation.FILE), file);
        if (written.isEmpty() && !file.faults().isEmpty()) {
            throw new ConfigurationRefused(file.faults());
        }
        Map<String, Entry> entries = new Overrides(environment, system, file).over(written, Set.of());
        new UnknownKeys(routes, file).check(entries);
        Placeholders placeholders = new Placeholders(home, entries, environment, system, file);
        StateSettings state = new StateReader(home, new Values(entries, placeholders, file), file).read();
        List<ConfigFault> faults =
                file.faults().stream().filter(Configuration::isOfState).toList();
        if (!faults.isEmpty()) {
            throw new ConfigurationRefused(faults);
        }
        Report shown = new Report();
        Values values = new Values(entries, new Placeholders(home, entries, environment, system, shown), shown);
        TlsReader tls = new TlsReader(home, values, shown);
        Set<String> on = new SinkReader(values, shown, tls, "").switchedOn(sinks);
        List<Maintenance> maintenances = new SilenceReader(values, shown).read();
        return new StoreConfig(state, log(values), maintenances, on, shown.faults());
    }

    private static boolean isOfState(ConfigFault fault) {
        return fault.key().startsWith("state.");
    }

    private static Log log(Values values) {
        return new Log(values.get(Keys.LOG_LEVEL), values.get(Keys.LOG_FORMAT).equals("json"));
    }

    private static Settings settings(
            Path home, Values values, Report report, Map<String, String> environment, RouteNames routes) {
        TlsReader tls = new TlsReader(home, values, report);
        List<EsmSettings> esms = new EsmReader(values, report, tls).read();
        List<MispSettings> misps = new MispReader(values, report, tls).read();
        if (values.names("esm.").isEmpty() && values.names("misp.").isEmpty() && !routes.checks()) {
            report.fault(
                    SourceLocation.NOWHERE,
                    "",
                    "nothing to watch",
                    "run freshwatch init, or write esm.<name>.url=https://… (and its username and password), or"
                            + " misp.<name>.url=https://… (and its key)");
        }
        String hostName = Addresses.ownName(environment);
        SinkSettings sinks = new SinkReader(values, report, tls, hostName).read(routes.sinks());
        String name = Optional.ofNullable(values.get(Keys.INSTANCE_NAME)).orElse(hostName);
        values.publish(Keys.INSTANCE_NAME.pattern(), name);
        StateSettings state = new StateReader(home, values, report).read();
        ClusterSettings cluster = new ClusterReader(values, report).read(state, hostName);
        AlertReader alerts = new AlertReader(values);
        esms.forEach(esm -> alerts.add("esm", esm.name(), Keys.ESM_ALERT));
        misps.forEach(misp -> alerts.add("misp", misp.name(), Keys.MISP_ALERT));
        List<Maintenance> maintenances = new SilenceReader(values, report).read();
        Outbox outbox = new Outbox(
                values.get(Keys.OUTBOX_MAX_PAUSE),
                values.get(Keys.OUTBOX_KEEP_FOR),
                values.get(Keys.OUTBOX_REPORT_AFTER));
        SelfReader self = new SelfReader(values, report, tls);
        return new Settings(
                home,
                name,
                esms,
                misps,
                sinks,
                proxies(esms, misps, routes.sinks(), values, report),
                cluster == null ? state : state.ofCluster(),
                folder(home, Keys.PUSH_FOLDER, values, report),
                alerts.settings(),
                maintenances,
                outbox,
                values.get(Keys.DRILL_EVERY),
                self.web(),
                self.heartbeat(),
                values.get(Keys.CAMEL_CLI),
                cluster,
                log(values));
    }

    private static Proxies proxies(
            List<EsmSettings> esms, List<MispSettings> misps, Set<String> sinks, Values values, Report report) {
        ProxyReader reader = new ProxyReader(values, report);
        esms.forEach(esm -> reader.add(Keys.ESM_PROXY, esm.name()));
        misps.forEach(misp -> reader.add(Keys.MISP_PROXY, misp.name()));
        SinkReader.own(sinks).forEach(sink -> reader.add(Keys.OWN_SINK_PROXY, sink));
        return reader.add(Keys.WEBHOOK_PROXY).add(Keys.HEARTBEAT_PROXY).read();
    }

    /** A folder, relative to that of the configuration. */
    private static Path folder(Path home, Key<String> key, Values values, Report report) {
        String text = values.get(key);
        try {
            Path folder = home.resolve(text).normalize();
            values.publish(key.pattern(), folder.toString());
            return folder;
        } catch (InvalidPathException e) {
            BadValue bad = FileNames.notAPath(text, "name a folder, such as reports");
            report.fault(values.whereOf(key.pattern()), key.pattern(), bad.problem(), bad.hint());
            return home;
        }
    }

    /** Secrets for services; an empty one counts as not set. */
    private static Map<String, Secret> secrets(Values values) {
        Map<String, Secret> secrets = new TreeMap<>();
        for (Entry entry : values.entries()) {
            if (Keys.SERVICE_SECRET.matches(entry.key())) {
                String name = entry.key().substring(entry.key().indexOf('.') + 1);
                Optional.ofNullable(values.get(Keys.SERVICE_SECRET, name))
                        .ifPresent(secret -> secrets.put(entry.key(), secret));
            }
        }
        return Map.copyOf(secrets);
    }

    /** Adds the operator's own keys that routes use; our secrets are not available to routes. */
    private static void addOwnKeys(
            Map<String, Entry> entries, RouteNames routes, Placeholders placeholders, Values values, Report report) {
        for (String key : routes.placeholders()) {
            Entry entry = entries.get(key);
            if (Keys.isSecret(key)) {
                report.fault(
                        new SourceLocation("routes", 0),
                        key,
                        "is a secret, which routes may not use as a placeholder",
                        "add a key of your own with the same {{env:}} or {{file:}} and use that");
            } else if (entry != null && Keys.find(key).isEmpty()) {
                placeholders.resolve(entry).ifPresent(text -> values.publish(key, text));
            }
        }
    }

    private static Map<String, String> camel(Map<String, Entry> file) {
        Map<String, String> camel = new TreeMap<>();
        file.values().stream()
                .filter(entry -> UnknownKeys.isForCamel(entry.key()))
                .forEach(entry -> camel.put(entry.key(), entry.text()));
        return Map.copyOf(camel);
    }
}
