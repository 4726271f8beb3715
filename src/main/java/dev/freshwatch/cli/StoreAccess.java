package dev.freshwatch.cli;

import dev.freshwatch.config.Settings;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.StoreException;
import java.time.InstantSource;

/** The store of a configuration, used beside the watch that may be running on it. */
final class StoreAccess implements AutoCloseable {

    private final ConfigAndRoutes prepared;
    private final Store store;
    private final boolean watched;

    private StoreAccess(ConfigAndRoutes prepared, Store store, boolean watched) {
        this.prepared = prepared;
        this.store = store;
        this.watched = watched;
    }

    /** Work on a store. */
    @FunctionalInterface
    interface Work<T> {
        T with(StoreAccess beside) throws CommandFailure;
    }

    /**
     * Does this, and closes everything.
     *
     * @throws CommandFailure where the configuration is refused, or the store is not there or can not be used
     */
    static <T> T the(ConfigOption config, Work<T> work) throws CommandFailure {
        ConfigAndRoutes prepared = config.read();
        Settings settings = prepared.loaded().settings();
        Logging.quiet(settings.log());
        try (StoreAccess beside = new StoreAccess(
                prepared, Store.beside(settings.state(), InstantSource.system()), Store.isHeld(settings.state()))) {
            return work.with(beside);
        } catch (StoreException e) {
            throw new CommandFailure("freshwatch: " + e.getMessage(), e);
        }
    }

    Settings settings() {
        return prepared.loaded().settings();
    }

    ConfigAndRoutes prepared() {
        return prepared;
    }

    Store store() {
        return store;
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
