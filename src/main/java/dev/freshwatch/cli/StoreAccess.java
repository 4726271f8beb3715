package dev.freshwatch.cli;

import dev.freshwatch.config.ConfigFault;
import dev.freshwatch.config.Configuration;
import dev.freshwatch.config.ConfigurationRefused;
import dev.freshwatch.config.StoreConfig;
import dev.freshwatch.report.NoSuchCheck;
import dev.freshwatch.report.StoreView;
import dev.freshwatch.route.RouteFiles;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/**
 * Access to the store for commands, whether a watch is running on it or not. Only needs {@code state.…} of the
 * configuration.
 */
final class StoreAccess implements AutoCloseable {

    private final StoreConfig config;
    private final Store store;
    private final boolean watched;

    private StoreAccess(StoreConfig config, Store store, boolean watched) {
        this.config = config;
        this.store = store;
        this.watched = watched;
    }

    /** Work with a store. */
    @FunctionalInterface
    interface Work<T> {
        T with(StoreAccess beside) throws CommandFailure, NoSuchCheck;
    }

    /**
     * Does this work, and closes everything.
     *
     * @throws CommandFailure if the configuration of the store is refused, or the store does not exist or cannot be used
     */
    static <T> T the(ConfigOption config, Work<T> work) throws CommandFailure {
        StoreConfig read = read(config.folder());
        Logging.quiet(read.log());
        try (StoreAccess beside =
                new StoreAccess(read, Store.beside(read.state(), InstantSource.system()), Store.isHeld(read.state()))) {
            return work.with(beside);
        } catch (StoreException | NoSuchCheck e) {
            throw new CommandFailure("freshwatch: " + e.getMessage(), e);
        }
    }

    private static StoreConfig read(Path folder) throws CommandFailure {
        try {
            return Configuration.readStore(folder, System.getenv(), System.getProperties(), sinks(folder));
        } catch (ConfigurationRefused e) {
            List<String> faults = e.faults().stream().map(ConfigFault::text).toList();
            throw ConfigAndRoutes.refused(faults);
        }
    }

    private static Set<String> sinks(Path folder) throws CommandFailure {
        try {
            return RouteFiles.find(ConfigAndRoutes.home(), folder).sinks();
        } catch (IOException e) {
            throw new CommandFailure("freshwatch: " + e.getMessage(), e);
        }
    }

    StoreConfig config() {
        return config;
    }

    Store store() {
        return store;
    }

    /** The source of reports. */
    StoreView view() {
        return new StoreView(store, watched, config.maintenances(), config.sinks(), Set.of());
    }

    /** Whether a watch is running. */
    boolean isWatched() {
        return watched;
    }

    @Override
    public void close() {
        store.close();
    }
}
