package dev.freshwatch.app;

import dev.freshwatch.config.EsmSettings;
import dev.freshwatch.config.LoadedConfig;
import dev.freshwatch.config.MispSettings;
import dev.freshwatch.config.Settings;
import dev.freshwatch.files.ProgramFolder;
import dev.freshwatch.freshness.FreshnessCheck;
import dev.freshwatch.history.HealingTable;
import dev.freshwatch.history.LearntReader;
import dev.freshwatch.history.TrackingStep;
import dev.freshwatch.misp.MispMemory;
import dev.freshwatch.outbox.OutboxComponent;
import dev.freshwatch.route.CollectList;
import dev.freshwatch.route.NoMoreLookups;
import dev.freshwatch.route.RouteFiles;
import dev.freshwatch.schedule.CycleScheduler;
import dev.freshwatch.schedule.MonotonicTimerComponent;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.TransactionPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.main.Main;
import org.apache.camel.model.Model;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wiring, on one page: what the routes call by name is bound here and nowhere else; nothing is scanned.
 *
 * <p>{@link #watch} is the whole house. {@link #ask} is the part of it that asks platforms, for commands that send
 * nothing and remember nothing.
 */
public final class WatchApp implements AutoCloseable {

    /** What routes can use as placeholders beside the keys of the configuration. */
    public static final Set<String> PLACEHOLDERS = SinkModule.PLACEHOLDERS;

    private static final Logger LOG = LoggerFactory.getLogger(WatchApp.class);

    /** Between the first cycles of two platforms, so that they do not start at once. */
    private static final Duration SPREAD = Duration.ofMillis(500);

    private final Settings settings;
    private final InstantSource clock = InstantSource.system();
    private final CamelAssembly assembly;
    private final Main camel;
    private final CycleScheduler scheduler = new CycleScheduler(System::nanoTime);
    private final List<PlatformModule> platforms = new ArrayList<>();
    private final LoadedConfig loaded;
    private final LearntReader learnt;
    private ServiceModule services;
    /** Null where only platforms are asked. */
    private ObserveModule observe;

    private WatchApp(LoadedConfig loaded, List<Path> routeFiles) {
        this.loaded = loaded;
        settings = loaded.settings();
        learnt = new LearntReader(settings.state());
        assembly = CamelAssembly.of(loaded, routeFiles);
        camel = assembly.camel();
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
        WatchApp watch = new WatchApp(loaded, routes.forWatch(loaded.settings().sinks()::isOn));
        return watch.started(() -> {
            ProgramFolder.choose(ServiceModule.state(loaded));
            StartupResources startup = watch.assembly.closing(new StartupResources(watch.settings, watch.clock, ended));
            watch.observe(startup, routes.sinks());
            watch.camel.bind("timer", new MonotonicTimerComponent(watch.assembly.closing(watch.scheduler)));
            SinkModule.bind(watch.camel, watch.settings.sinks(), watch.settings.proxies());
            watch.camel.init();
            HealingTable healingTable = new HealingTable(startup::join);
            watch.bindPlatforms(healingTable);
            watch.bindStore(startup.store(), routes.sinks(), healingTable);
            watch.services.begin();
            watch.addTimers();
        });
    }

    /** Starts only what asks platforms. */
    public static WatchApp ask(LoadedConfig loaded, RouteFiles routes) throws StartupException {
        WatchApp asking = new WatchApp(loaded, routes.forAsking());
        return asking.started(() -> {
            asking.camel.init();
            asking.bindPlatforms(asking.learnt);
            asking.standStill();
        });
    }

    /** Asks each platform once, now. */
    public OneShotCheck oneShotCheck() {
        List<PlatformModule> asked = new ArrayList<>(platforms);
        if (!services.isEmpty()) {
            asked.add(services);
        }
        return new OneShotCheck(asked, camel.getCamelContext().createProducerTemplate(), clock, learnt);
    }

    private interface Wiring {
        void make() throws Exception;
    }

    private WatchApp started(Wiring wiring) throws StartupException {
        try {
            wiring.make();
            camel.start();
            NoMoreLookups.in(camel.getCamelContext());
            if (observe != null) {
                observe.started();
            }
            return this;
        } catch (Exception e) {
            close();
            throw StartupException.of(e);
        }
    }

    /** Before all that it shows, so that it ends after that. */
    private void observe(StartupResources startup, Set<String> sinks) throws Exception {
        List<String> on = sinks.stream().filter(settings.sinks()::isOn).toList();
        observe = new ObserveModule(assembly, settings, scheduler, on, clock);
        observe.open(startup);
    }

    /** The port where health and metrics are; empty where they are switched off. */
    public OptionalInt webPort() {
        return observe == null ? OptionalInt.empty() : observe.port();
    }

    private void bindStore(Store store, Set<String> sinks, HealingTable healingTable) throws Exception {
        store.setAside()
                .ifPresent(aside -> LOG.error("The store was damaged. It is kept as {}; a fresh one is used", aside));
        OutboxComponent outbox = SinkModule.outbox(settings, store, sinks, clock);
        camel.bind("outbox", outbox.events(observe::tried));
        observe.watch(store, outbox);
        camel.bind("oneTransaction", new TransactionPolicy(store));
        camel.bind("freshnessCheck", new FreshnessCheck());
        TrackingStep following = AlertModule.following(settings, platforms, services.services(), clock);
        following.onUnconfirmed(scheduler::lookAgain);
        camel.bind("alertTracking", following);
        for (PlatformModule platform : platforms) {
            if (platform instanceof MispModule misp) {
                misp.bindHealing(assembly, store, healingTable, following, settings.maintenances());
            }
        }
        DrillModule.bind(assembly, settings, clock);
        HealthModule.bind(assembly, settings, store, outbox, clock);
    }

    private void bindPlatforms(MispMemory memory) throws Exception {
        assembly.bind("collectList", new CollectList());
        for (EsmSettings esm : settings.esms()) {
            platforms.add(EsmModule.bind(assembly, esm, clock));
        }
        for (MispSettings misp : settings.misps()) {
            platforms.add(MispModule.bind(assembly, misp, memory, clock));
        }
        services = ServiceModule.bind(assembly, loaded, clock);
    }

    /** Only what is asked for is asked: routes that begin by themselves are not started. */
    private void standStill() {
        camel.getCamelContext().getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions().stream()
                .filter(route -> !route.getInput().getEndpointUri().startsWith("direct:"))
                .forEach(route -> route.setAutoStartup("false"));
    }

    private void addTimers() throws Exception {
        scheduler.start();
        Duration delay = Duration.ofMillis(100);
        for (PlatformModule platform : platforms) {
            Map<String, Object> pace = Map.of(
                    "name", platform.name(),
                    "every", platform.every().toMillis(),
                    "delay", delay.toMillis());
            scheduler.allow(platform.id(), platform.longestCycle());
            assembly.add(platform.kind() + "-timer", platform.bean() + "-timer", pace);
            delay = delay.plus(SPREAD);
        }
        DrillModule.addTimer(assembly, settings);
        HealthModule.addTimers(assembly, settings);
        observe.addHeartbeat(platforms.stream().map(PlatformModule::id).toList());
    }

    /**
     * Ends it: what is being asked is abandoned and its queries are closed, each ESM is logged out, sinks finish what
     * they are sending, and what is undelivered stays in the store.
     */
    @Override
    public void close() {
        if (observe != null) {
            observe.ending();
        }
        if (services != null) {
            services.close();
        }
        platforms.parallelStream().forEach(PlatformModule::close);
        camel.stop();
        assembly.closeAll();
    }
}
