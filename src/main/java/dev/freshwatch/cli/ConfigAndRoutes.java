package dev.freshwatch.cli;

import dev.freshwatch.app.RefusedConfig;
import dev.freshwatch.app.TrialAssembly;
import dev.freshwatch.app.WatchConfig;
import dev.freshwatch.config.LoadedConfig;
import dev.freshwatch.route.RouteFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Configuration and routes of a folder, both valid. */
record ConfigAndRoutes(WatchConfig watch) {

    LoadedConfig loaded() {
        return watch.loaded();
    }

    RouteFiles routes() {
        return watch.routes();
    }

    /**
     * Reads configuration and routes.
     *
     * @throws CommandFailure with all faults of both
     */
    static ConfigAndRoutes read(Path folder) throws CommandFailure {
        return read(folder, folder, System.getenv());
    }

    /**
     * Reads a configuration that is not yet in its final place.
     *
     * @param folder      contains {@code application.properties}
     * @param place       contains the changed or added routes
     * @param environment may override the file
     */
    static ConfigAndRoutes read(Path folder, Path place, Map<String, String> environment) throws CommandFailure {
        RouteFiles routes;
        try {
            routes = RouteFiles.find(home(), place);
        } catch (IOException e) {
            throw new CommandFailure("freshwatch: " + e.getMessage(), e);
        }
        try {
            return new ConfigAndRoutes(WatchConfig.read(routes, folder, environment, System.getProperties()));
        } catch (RefusedConfig e) {
            throw refused(e.faults());
        }
    }

    /**
     * Assembles the watch as a trial, without contacting anybody or starting anything.
     *
     * @throws CommandFailure with everything that would prevent its start
     */
    void tryOut() throws CommandFailure {
        List<String> faults = TrialAssembly.faults(loaded(), routes());
        if (!faults.isEmpty()) {
            throw refused(faults);
        }
    }

    /** The failure for these faults. */
    static CommandFailure refused(List<String> faults) {
        return new CommandFailure("The configuration is refused (" + count(faults.size()) + "):\n  "
                + String.join("\n  ", faults) + "\nAll keys: docs/configuration.md");
    }

    /** The installation folder, which contains the shipped routes. */
    static Path home() {
        return Path.of(System.getProperty("freshwatch.home", "."));
    }

    private static String count(int faults) {
        return faults == 1 ? "1 fault" : faults + " faults";
    }
}
