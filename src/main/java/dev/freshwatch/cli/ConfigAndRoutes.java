package dev.freshwatch.cli;

import dev.freshwatch.app.WatchApp;
import dev.freshwatch.config.ConfigFault;
import dev.freshwatch.config.Configuration;
import dev.freshwatch.config.ConfigurationRefused;
import dev.freshwatch.config.LoadedConfig;
import dev.freshwatch.route.RouteFiles;
import dev.freshwatch.route.RouteValidator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Configuration and routes of a folder, read and found good as a whole. */
record ConfigAndRoutes(LoadedConfig loaded, RouteFiles routes) {

    /**
     * Reads them.
     *
     * @throws CommandFailure with all faults of the configuration and of the routes at once
     */
    static ConfigAndRoutes read(Path folder) throws CommandFailure {
        return read(folder, folder, System.getenv());
    }

    /**
     * The same, where the configuration is not yet in its place.
     *
     * @param folder      holds {@code application.properties}
     * @param place       holds the routes that are changed or added
     * @param environment what can stand above the file
     */
    static ConfigAndRoutes read(Path folder, Path place, Map<String, String> environment) throws CommandFailure {
        RouteFiles routes;
        try {
            routes = RouteFiles.find(home(), place);
        } catch (IOException e) {
            throw new CommandFailure("freshwatch: " + e.getMessage(), e);
        }
        List<String> faults = new ArrayList<>();
        LoadedConfig loaded = null;
        try {
            loaded = Configuration.read(folder, environment, System.getProperties(), routes.names());
            faults.addAll(RouteValidator.with(loaded, WatchApp.PLACEHOLDERS).faults(routes));
        } catch (ConfigurationRefused e) {
            e.faults().stream().map(ConfigFault::text).forEach(faults::add);
        } catch (IOException e) {
            faults.add(e.getMessage());
        }
        if (!faults.isEmpty()) {
            throw refused(faults);
        }
        return new ConfigAndRoutes(loaded, routes);
    }

    /** What is told of these faults. */
    static CommandFailure refused(List<String> faults) {
        return new CommandFailure("The configuration is refused (" + count(faults.size()) + "):\n  "
                + String.join("\n  ", faults) + "\nAll keys: docs/configuration.md");
    }

    /** The folder of the product, whose routes are the shipped ones. */
    static Path home() {
        return Path.of(System.getProperty("freshwatch.home", "."));
    }

    private static String count(int faults) {
        return faults == 1 ? "1 fault" : faults + " faults";
    }
}
