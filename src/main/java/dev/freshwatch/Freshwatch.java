package dev.freshwatch;

import dev.freshwatch.config.EsmSettings;
import dev.freshwatch.config.Loaded;
import dev.freshwatch.config.MispSettings;
import dev.freshwatch.config.Settings;
import dev.freshwatch.files.ProgramFolder;
import dev.freshwatch.freshness.FreshnessCheck;
import dev.freshwatch.misp.MispMemory;
import dev.freshwatch.outbox.Following;
import dev.freshwatch.outbox.Learnt;
import dev.freshwatch.outbox.MispShelf;
import dev.freshwatch.outbox.OneTransaction;
import dev.freshwatch.outbox.OutboxComponent;
import dev.freshwatch.outbox.Store;
import dev.freshwatch.outbox.StoreUnavailable;
import dev.freshwatch.route.NoMoreLookups;
import dev.freshwatch.route.RouteFiles;
import dev.freshwatch.route.Together;
import dev.freshwatch.schedule.CycleScheduler;
import dev.freshwatch.schedule.MonotonicTimerComponent;
import dev.freshwatch.tls.UnusableCaFile;
import dev.freshwatch.web.WebServer;
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
public final class Freshwatch implements AutoCloseable {

    /** The watch can not start. The message is one plain line. */
    public static class CannotStart extends Exception {
        CannotStart(Throwable cause) {
            super(plain(cause), cause);
        }

        private CannotStart(String message) {
            super(message);
        }

        /** Camel wraps what went wrong many times; our own words come first, else the innermost cause says it. */
        private static String plain(Throwable failure) {
            Throwable cause = failure;
            while (!(cause instanceof StoreUnavailable
                            || cause instanceof UnusableCaFile
                            || cause instanceof WebServer.CanNotServe)
                    && cause.getCause() != null) {
                cause = cause.getCause();
            }
            return cause.getMessage() == null ? cause.toString() : cause.getMessage();
        }
    }

    /** It was to end before it had begun. */
    public static final class EndedEarly extends CannotStart {
        EndedEarly() {
            super("it was to end before it had begun");
        }
    }

    /** What routes can use as placeholders beside the keys of the configuration. */
    public static final Set<String> PLACEHOLDERS = SinkWiring.PLACEHOLDERS;

    private static final Logger LOG = LoggerFactory.getLogger(Freshwatch.class);

    /** Between the first cycles of two platforms, so that they do not start at once. */
    private static final Duration SPREAD = Duration.ofMillis(500);

    private final Settings settings;
    private final InstantSource clock = InstantSource.system();
    private final Wires wires;
    private final Main camel;
    private final CycleScheduler scheduler = new CycleScheduler(System::nanoTime);
    private final List<Platform> platforms = new ArrayList<>();
    private final Loaded loaded;
    private final Learnt learnt;
    private ServiceWiring services;
    /** Null where only platforms are asked. */
    private ObserveWiring observe;

    private Freshwatch(Loaded loaded, List<Path> routeFiles) {
        this.loaded = loaded;
        settings = loaded.settings();
        learnt = new Learnt(settings.state());
        wires = Wires.of(loaded, routeFiles);
        camel = wires.camel();
    }

    /** The same, wanted for as long as it is not closed. */
    public static Freshwatch watch(Loaded loaded, RouteFiles routes) throws CannotStart {
        return watch(loaded, routes, new CompletableFuture<>());
    }

    /**
     * Starts the watch: what shows how it is, the store, the sinks, the timers. Where its port is taken it waits a little,
     * and where its database is away it waits for that.
     *
     * @param ended completes when nobody wants the watch any more, also while it waits
     * @throws EndedEarly where that was before it had begun
     */
    public static Freshwatch watch(Loaded loaded, RouteFiles routes, CompletableFuture<?> ended) throws CannotStart {
        Freshwatch watch =
                new Freshwatch(loaded, routes.forWatch(loaded.settings().sinks()::isOn));
        return watch.started(() -> {
            ProgramFolder.choose(ServiceWiring.state(loaded));
            Opening opening = watch.wires.closing(new Opening(watch.settings, watch.clock, ended));
            watch.observe(opening, routes.sinks());
            watch.camel.bind("timer", new MonotonicTimerComponent(watch.wires.closing(watch.scheduler)));
            SinkWiring.bind(watch.camel, watch.settings.sinks(), watch.settings.proxies());
            watch.camel.init();
            MispShelf shelf = new MispShelf(opening::join);
            watch.bindPlatforms(shelf);
            watch.bindStore(opening.store(), routes.sinks(), shelf);
            watch.services.begin();
            watch.addTimers();
        });
    }

    /** Starts only what asks platforms. */
    public static Freshwatch ask(Loaded loaded, RouteFiles routes) throws CannotStart {
        Freshwatch asking = new Freshwatch(loaded, routes.forAsking());
        return asking.started(() -> {
            asking.camel.init();
            asking.bindPlatforms(asking.learnt);
            asking.standStill();
        });
    }

    /** Asks each platform once, now. */
    public Questioning questioning() {
        List<Platform> asked = new ArrayList<>(platforms);
        if (!services.isEmpty()) {
            asked.add(services);
        }
        return new Questioning(asked, camel.getCamelContext().createProducerTemplate(), clock, learnt);
    }

    private interface Wiring {
        void make() throws Exception;
    }

    private Freshwatch started(Wiring wiring) throws CannotStart {
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
            throw e instanceof EndedEarly early ? early : new CannotStart(e);
        }
    }

    /** Before all that it shows, so that it ends after that. */
    private void observe(Opening opening, Set<String> sinks) throws Exception {
        List<String> on = sinks.stream().filter(settings.sinks()::isOn).toList();
        observe = new ObserveWiring(wires, settings, scheduler, on, clock);
        observe.open(opening);
    }

    /** The port where health and metrics are; empty where they are switched off. */
    public OptionalInt webPort() {
        return observe == null ? OptionalInt.empty() : observe.port();
    }

    private void bindStore(Store store, Set<String> sinks, MispShelf shelf) throws Exception {
        store.setAside()
                .ifPresent(aside -> LOG.error("The store was damaged. It is kept as {}; a fresh one is used", aside));
        OutboxComponent outbox = SinkWiring.outbox(settings, store, sinks, clock);
        camel.bind("outbox", outbox.events(observe::tried));
        observe.watch(store, outbox);
        camel.bind("oneTransaction", new OneTransaction(store));
        camel.bind("freshnessCheck", new FreshnessCheck());
        Following following = FollowWiring.following(settings, platforms, services.services(), clock);
        following.onUnconfirmed(scheduler::lookAgain);
        camel.bind("follow", following);
        for (Platform platform : platforms) {
            if (platform instanceof MispWiring misp) {
                misp.bindHealing(wires, store, shelf, following, settings.maintenances());
            }
        }
        DrillWiring.bind(wires, settings, clock);
        SelfWiring.bind(wires, settings, store, outbox, clock);
    }

    private void bindPlatforms(MispMemory memory) throws Exception {
        wires.bind("together", new Together());
        for (EsmSettings esm : settings.esms()) {
            platforms.add(EsmWiring.bind(wires, esm, clock));
        }
        for (MispSettings misp : settings.misps()) {
            platforms.add(MispWiring.bind(wires, misp, memory, clock));
        }
        services = ServiceWiring.bind(wires, loaded, clock);
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
        for (Platform platform : platforms) {
            Map<String, Object> pace = Map.of(
                    "name", platform.name(),
                    "every", platform.every().toMillis(),
                    "delay", delay.toMillis());
            scheduler.allow(platform.id(), platform.longestCycle());
            wires.add(platform.kind() + "-timer", platform.bean() + "-timer", pace);
            delay = delay.plus(SPREAD);
        }
        DrillWiring.addTimer(wires, settings);
        SelfWiring.addTimers(wires, settings);
        observe.addHeartbeat(platforms.stream().map(Platform::id).toList());
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
        platforms.parallelStream().forEach(Platform::close);
        camel.stop();
        wires.closeAll();
    }
}
