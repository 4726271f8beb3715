package dev.freshwatch.app;

import dev.freshwatch.config.ConfigFault;
import dev.freshwatch.config.ConfigFiles;
import dev.freshwatch.config.ConfigHash;
import dev.freshwatch.config.Configuration;
import dev.freshwatch.config.ConfigurationRefused;
import dev.freshwatch.config.FaultyConfig;
import dev.freshwatch.config.LoadedConfig;
import dev.freshwatch.jars.FurtherJars;
import dev.freshwatch.route.RouteFiles;
import dev.freshwatch.route.RouteReport;
import dev.freshwatch.route.RouteValidator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Configuration and routes of a folder, read and found valid as a whole.
 *
 * @param files what was read
 */
public record WatchConfig(LoadedConfig loaded, RouteFiles routes, ConfigFiles files) {

    private static final Logger LOG = LoggerFactory.getLogger(WatchConfig.class);

    /**
     * Reads them.
     *
     * @param home        the folder of the product, whose routes are the shipped ones
     * @param folder      that of the configuration
     * @param environment the process's environment
     * @param system      the process's system properties
     * @throws RefusedConfig with all faults of the configuration and of the routes at once
     */
    public static WatchConfig read(Path home, Path folder, Map<String, String> environment, Properties system)
            throws RefusedConfig {
        RouteFiles routes;
        try {
            routes = RouteFiles.find(home, folder);
        } catch (IOException e) {
            throw new RefusedConfig(List.of(e.getMessage()));
        }
        return read(routes, folder, environment, system);
    }

    /** Reads the configuration for route files that have already been found. */
    public static WatchConfig read(RouteFiles routes, Path folder, Map<String, String> environment, Properties system)
            throws RefusedConfig {
        List<String> faults = new ArrayList<>(FurtherJars.faults(folder));
        try {
            ConfigFiles files = ConfigFiles.of(folder.toAbsolutePath().normalize(), routes.all());
            Instant began = InstantSource.system().instant();
            LoadedConfig loaded = Configuration.read(folder, environment, system, routes.names());
            RouteReport report =
                    RouteValidator.with(loaded, WatchApp.PLACEHOLDERS).check(routes);
            faults.addAll(report.faults());
            if (faults.isEmpty()) {
                ConfigFiles all = files.with(loaded, report.named(), began);
                return new WatchConfig(loaded.warning(report.warnings()), routes, all);
            }
            if (report.makeable()) {
                addTrial(loaded, routes, faults);
            }
        } catch (ConfigurationRefused e) {
            e.faults().stream().map(ConfigFault::text).forEach(faults::add);
            if (e.readable().isPresent()) {
                addFaultsOfRoutes(e.readable().get(), routes, faults);
            }
        } catch (IOException e) {
            faults.add(e.getMessage());
        }
        throw new RefusedConfig(faults);
    }

    /** As far as they can be judged without the broken keys. */
    private static void addFaultsOfRoutes(FaultyConfig known, RouteFiles routes, List<String> faults) {
        RouteReport report = RouteValidator.with(known, WatchApp.PLACEHOLDERS).check(routes);
        faults.addAll(report.faults());
        LoadedConfig rest = known.withoutBroken().orElse(null);
        try {
            if (rest != null
                    && report.makeable()
                    && !routes.use(known.broken(), rest.settings().sinks()::isOn)) {
                addTrial(rest, routes, faults);
            }
        } catch (IOException e) {
            faults.add(e.getMessage());
        }
    }

    private static void addTrial(LoadedConfig loaded, RouteFiles routes, List<String> faults) {
        TrialAssembly.faults(loaded, routes).stream()
                .filter(fault -> !faults.contains(fault))
                .forEach(faults::add);
    }

    /** The hash of what the nodes of a cluster must have in common; empty if a file cannot be read. */
    String hash() {
        try {
            return ConfigHash.of(loaded, loaded.settings().directory(), routes.all());
        } catch (IOException e) {
            LOG.warn("Other nodes are not told which configuration this one uses: {}", e.getMessage());
            return "";
        }
    }
}
