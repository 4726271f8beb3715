package dev.freshwatch.app;

import dev.freshwatch.config.LoadedConfig;
import dev.freshwatch.files.ProgramFolder;
import dev.freshwatch.history.HealingTable;
import dev.freshwatch.route.RouteFiles;
import dev.freshwatch.schedule.CycleScheduler;
import dev.freshwatch.store.Store;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watch, made of its modules. What the routes call by name is bound by a module and nowhere else; nothing is scanned.
 */
public final class WatchApp implements AutoCloseable {

    /** What routes can use as placeholders beside the keys of the configuration. */
    public static final Set<String> PLACEHOLDERS = SinkModule.PLACEHOLDERS;

    private static final Logger LOG = LoggerFactory.getLogger(WatchApp.class);

    private final CamelAssembly assembly;
    private final StartupResources startup;
    private final CycleScheduler scheduler;
    private final ObserveModule observe;
    private final SinkModule sinks;
    private final AlertModule alerts;
    private final AppModules modules;

    private WatchApp(LoadedConfig loaded, RouteFiles routes, CompletableFuture<?> ended) {
        assembly = CamelAssembly.of(loaded, routes.forWatch(loaded.settings().sinks()::isOn));
        startup = new StartupResources(assembly.settings(), assembly.clock(), ended);
        scheduler = new CycleScheduler(System::nanoTime);

        Platforms platforms = new Platforms(assembly, new HealingTable(startup::join));
        ServiceModule services = new ServiceModule(assembly);
        observe = new ObserveModule(assembly, scheduler, startup, routes.sinks(), platforms);
        sinks = new SinkModule(assembly, routes.sinks(), observe::tried);
        alerts = new AlertModule(assembly, platforms, services);
        modules = new AppModules(
                assembly,
                List.of(
                        // before all that it shows, so that it ends after that
                        observe,
                        new TimerModule(assembly, scheduler),
                        sinks,
                        services,
                        platforms,
                        alerts,
                        new DrillModule(assembly),
                        new HealthModule(assembly)));
    }

    /** The same, wanted for as long as it is not closed. */
    public static WatchApp watch(LoadedConfig loaded, RouteFiles routes) throws StartupException {
        return watch(loaded, routes, new CompletableFuture<>());
    }

    /**
     * Starts the watch: what shows how it is, the store, the sinks, the timers. Where its port is taken it waits a little,
     * and where its database is away it waits for that.
     *
     * @param ended completes when nobody wants the watch any more, also while it waits
     * @throws StartupException.EndedEarly where that was before it had begun
     */
    public static WatchApp watch(LoadedConfig loaded, RouteFiles routes, CompletableFuture<?> ended)
            throws StartupException {
        WatchApp watch = new WatchApp(loaded, routes, ended);
        try {
            watch.start();
            return watch;
        } catch (Exception e) {
            watch.close();
            throw StartupException.of(e);
        }
    }

    private void start() throws Exception {
        ProgramFolder.choose(assembly.stateFolder());
        assembly.closing(startup).begin();
        modules.bind();
        modules.begin(context(startup.store()));
        modules.start();
    }

    private WatchContext context(Store store) {
        store.setAside()
                .ifPresent(aside -> LOG.error("The store was damaged. It is kept as {}; a fresh one is used", aside));
        return new WatchContext(store, sinks.outbox(store), alerts.tracking(), scheduler);
    }

    /** The port where health and metrics are; empty where they are switched off. */
    public OptionalInt webPort() {
        return observe.port();
    }

    /**
     * Ends it: what is being asked is abandoned and its queries are closed, each ESM is logged out, sinks finish what
     * they are sending, and what is undelivered stays in the store.
     */
    @Override
    public void close() {
        modules.close();
    }
}
