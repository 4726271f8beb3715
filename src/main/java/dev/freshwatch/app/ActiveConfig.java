package dev.freshwatch.app;

import dev.freshwatch.cluster.Namespaces;
import dev.freshwatch.config.Settings;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.history.HealingTable;
import dev.freshwatch.history.KnownSourceTable;
import dev.freshwatch.history.TrackingStep;
import dev.freshwatch.outbox.OutboxComponent;
import dev.freshwatch.samples.SampleRecorder;
import dev.freshwatch.schedule.MonotonicTimerComponent;
import dev.freshwatch.store.Store;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/**
 * A configuration with its routes, in a Camel context of its own. Its lifecycle: {@link #bind}, {@link #begin}, {@link #prepare},
 * {@link #takeOver}; then {@link #leave}, for a successor, and {@link #close}. The one that is being tried and the one in
 * force exist at the same time.
 */
final class ActiveConfig implements AutoCloseable {

    private final WatchConfig config;
    private final SharedParts shared;
    private final CamelAssembly assembly;
    private final MonotonicTimerComponent timers;
    private final Platforms platforms;
    private final ServiceModule services;
    private final SinkModule sinks;
    private final AlertModule alerts;
    private final AppModules modules;
    /** The one in force until this one takes over; null = there is none. */
    private ActiveConfig before;

    private RouteStarts routes;
    private OutboxComponent outbox;
    private TrackingStep tracking;

    /** @param before the configuration in force; null = the watch is starting */
    ActiveConfig(WatchConfig config, SharedParts shared, ActiveConfig before) {
        this.config = config;
        this.shared = shared;
        assembly = CamelAssembly.of(
                config.loaded(),
                config.routes().forWatch(config.loaded().settings().sinks()::isOn),
                shared.requests(),
                shared.node());
        this.before = before;
        KnownSourceTable known = new KnownSourceTable(shared.startup()::join, Namespaces::ofCheck);
        platforms = new Platforms(
                assembly, new HealingTable(shared.startup()::join), before == null ? null : before.platforms);
        services = new ServiceModule(assembly, known, before == null ? null : before.services);
        sinks = new SinkModule(
                assembly, config.routes().sinks(), shared.health()::tried, shared.relay(), shared.secrets()::refused);
        alerts = new AlertModule(assembly, platforms, services, shared.clockSteps());
        TimerModule timer = new TimerModule(assembly, shared.scheduler());
        timers = timer.timers();
        SampleRecorder recorder = shared.samples().recorder();
        modules = new AppModules(
                assembly,
                List.of(
                        new ObserveModule(assembly, shared.scheduler(), shared.health(), platforms, recorder),
                        timer,
                        sinks,
                        services,
                        platforms,
                        alerts,
                        new DrillModule(assembly),
                        new HealthModule(assembly),
                        new NodeModule(assembly, shared.health().latest()),
                        new CamelCliModule(assembly, shared.cli())));
    }

    WatchConfig config() {
        return config;
    }

    Settings settings() {
        return assembly.settings();
    }

    Platforms platforms() {
        return platforms;
    }

    ServiceModule services() {
        return services;
    }

    TrackingStep tracking() {
        return tracking;
    }

    CamelAssembly assembly() {
        return assembly;
    }

    /** Reads the routes. Waits for nothing. */
    void bind() throws Exception {
        modules.bind();
    }

    /** Binds what needs the store. */
    void begin(Store store) throws Exception {
        outbox = sinks.outbox(store);
        tracking = before == null ? new TrackingStep(alerts.tracker()) : before.tracking.with(alerts.tracker());
        modules.begin(new WatchContext(store, outbox, tracking, shared.scheduler()));
    }

    /** Creates everything without starting what begins by itself; anything that is wrong fails here. */
    void prepare() {
        modules.prepare();
        routes = new RouteStarts(context(), assembly.cluster());
    }

    /** The enabled sinks. */
    Set<String> sinksOn() {
        Set<String> on = new TreeSet<>(config.routes().sinks());
        on.removeIf(sink -> !settings().sinks().isOn(sink));
        return on;
    }

    /** Takes over as the one in force; its predecessor must have been left. */
    void takeOver() throws Exception {
        modules.takeOver();
        shared.health().use(settings(), outbox, sinksOn());
        shared.secrets().use(config.files());
        routes.start(assembly.model().getRouteDefinitions());
        modules.started();
        shared.node().use(this);
        before = null;
    }

    /** Starts nothing more, so that another one can take over; what is under way continues. */
    void leave() throws Exception {
        timers.leave();
        outbox.leave();
        routes.leave();
    }

    /** Continues as before {@link #leave}, because no other has taken over. */
    void stay() throws Exception {
        modules.takeOver();
        shared.health().use(settings(), outbox, sinksOn());
        shared.secrets().use(config.files());
        timers.stay();
        outbox.stay();
        routes.stay();
    }

    /** To be called when the successor has taken over. */
    void handedOver(ActiveConfig successor) {
        modules.handedOver(successor);
    }

    /** Whether nothing is under way. */
    boolean isIdle() {
        return !outbox.isServing() && context().getInflightRepository().size() == 0;
    }

    /** The ids of its platforms, and of the checks that its templates of services make. */
    Set<String> configured() {
        return Stream.concat(
                        platforms.all().stream().map(PlatformModule::id),
                        templated().stream().map(CheckId::value))
                .collect(Collectors.toSet());
    }

    /** The checks that templates of services make. */
    Set<CheckId> templated() {
        return services.services().questions().stream().map(Question::check).collect(Collectors.toSet());
    }

    /** Whether this configuration makes this check; of checks that an operator's own routes report it cannot be known. */
    boolean makes(CheckId check) {
        return new ConfiguredChecks(settings(), platforms, services, sinksOn()).includes(check);
    }

    CamelContext context() {
        return assembly.camel().getCamelContext();
    }

    /** The longest time that a cycle can take by its own limits. */
    Duration longestCycle() {
        return platforms.all().stream()
                .map(PlatformModule::longestCycle)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** @param id such as {@code esm/soc} */
    boolean hasPlatform(String id) {
        return platforms.all().stream().anyMatch(platform -> platform.id().equals(id));
    }

    /** Starts nothing more, because it could not take over. */
    void abandon() {
        assembly.cluster().leave();
        timers.leave();
        outbox.leave();
    }

    /** Closes everything, however far the start came. */
    @Override
    public void close() {
        if (before != null) {
            // It has never been in force, so what both share still belongs to its predecessor.
            modules.handedOver(before);
        }
        modules.close();
    }
}
