package dev.freshwatch.cli;

import dev.freshwatch.Freshwatch;
import dev.freshwatch.config.Configuration;
import dev.freshwatch.config.ConfigurationRefused;
import dev.freshwatch.config.Fault;
import dev.freshwatch.config.Loaded;
import dev.freshwatch.route.RouteCheck;
import dev.freshwatch.route.RouteFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Configuration and routes of a folder, read and found good as a whole. */
record Prepared(Loaded loaded, RouteFiles routes) {

    /**
     * Reads them.
     *
     * @throws Refusal with all faults of the configuration and of the routes at once
     */
    static Prepared read(Path folder) throws Refusal {
        RouteFiles routes;
        try {
            routes = RouteFiles.find(home(), folder);
        } catch (IOException e) {
            throw new Refusal("freshwatch: " + e.getMessage(), e);
        }
        List<String> faults = new ArrayList<>();
        Loaded loaded = null;
        try {
            loaded = Configuration.read(folder, System.getenv(), System.getProperties(), routes.names());
            faults.addAll(RouteCheck.with(loaded, Freshwatch.PLACEHOLDERS).faults(routes));
        } catch (ConfigurationRefused e) {
            e.faults().stream().map(Fault::text).forEach(faults::add);
        } catch (IOException e) {
            faults.add(e.getMessage());
        }
        if (!faults.isEmpty()) {
            throw new Refusal("The configuration is refused (" + count(faults.size()) + "):\n  "
                    + String.join("\n  ", faults) + "\nAll keys: docs/configuration.md");
        }
        return new Prepared(loaded, routes);
    }

    /** The folder of the product, whose routes are the shipped ones. */
    static Path home() {
        return Path.of(System.getProperty("freshwatch.home", "."));
    }

    private static String count(int faults) {
        return faults == 1 ? "1 fault" : faults + " faults";
    }
}
