package dev.freshwatch.app;

import dev.freshwatch.alert.ClockStepDetector;
import dev.freshwatch.config.LoadedConfig;
import dev.freshwatch.history.HealingTable;
import dev.freshwatch.history.KnownSourceTable;
import dev.freshwatch.history.TrackingStep;
import dev.freshwatch.outbox.OutboxEvents;
import dev.freshwatch.route.CamelFault;
import dev.freshwatch.route.RouteFiles;
import dev.freshwatch.route.RouteIds;
import dev.freshwatch.route.RouteRules;
import dev.freshwatch.samples.SampleCounts;
import dev.freshwatch.samples.SampleRecorder;
import dev.freshwatch.schedule.CycleScheduler;
import dev.freshwatch.schedule.Uptime;
import dev.freshwatch.store.Store;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteDefinitionHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Assembles the application as the watch does, with every route and what it refers to, without starting it: nobody is
 * contacted, no store is opened, and nothing is left behind. Finds what would prevent a start.
 */
public final class TrialAssembly {

    private static final Logger LOG = LoggerFactory.getLogger(TrialAssembly.class);

    /** The modules use it only while they run. */
    private static final Store NO_STORE = null;

    private final CamelAssembly assembly;
    private final Platforms platforms;
    private final CycleScheduler scheduler;
    private final ObserveModule observe;
    private final SinkModule sinks;
    private final AlertModule alerts;
    private final DrillModule drill;
    private final AppModules modules;

    private TrialAssembly(LoadedConfig loaded, RouteFiles routes) {
        assembly = CamelAssembly.of(loaded, routes.forWatch(loaded.settings().sinks()::isOn));
        assembly.camel().configure().setSourceLocationEnabled(true);
        scheduler = assembly.closing(new CycleScheduler(System::nanoTime));
        StartupResources startup =
                new StartupResources(assembly.settings(), assembly.clock(), new CompletableFuture<>());
        WatchHealth health = new WatchHealth(
                assembly.settings(),
                assembly.clock(),
                scheduler,
                startup,
                assembly.requests(),
                () -> SampleCounts.NONE,
                List::of);
        platforms = new Platforms(assembly, new HealingTable(() -> NO_STORE), null);
        ServiceModule services = new ServiceModule(assembly, new KnownSourceTable(() -> NO_STORE, list -> null), null);
        observe = new ObserveModule(assembly, scheduler, health, platforms, SampleRecorder.idle());
        sinks = new SinkModule(assembly, routes.sinks(), OutboxEvents.NONE);
        alerts = new AlertModule(assembly, platforms, services, new ClockStepDetector(assembly.clock(), new Uptime()));
        drill = new DrillModule(assembly);
        CamelCliModule cli = new CamelCliModule(assembly, new CamelCli(() -> {}));
        modules = new AppModules(assembly, List.of(observe, sinks, services, platforms, alerts, drill, cli));
    }

    /** Returns the faults, each one line with file, line and what to write instead; empty = a watch would start. */
    public static List<String> faults(LoadedConfig loaded, RouteFiles routes) {
        TrialAssembly trial = new TrialAssembly(loaded, routes);
        try {
            trial.make();
            return trial.routes();
        } catch (Exception | LinkageError e) {
            return List.of(trial.words().of(e));
        } finally {
            trial.modules.close();
        }
    }

    private void make() throws Exception {
        modules.bind();
        TrackingStep tracking = new TrackingStep(alerts.tracker());
        WatchContext watch = new WatchContext(NO_STORE, sinks.outbox(NO_STORE), tracking, scheduler);
        // not the services, which would write files for jobs that report in
        for (AppModule module : List.of(observe, sinks, platforms, alerts, drill, new HealthModule(assembly))) {
            module.begin(watch);
        }
    }

    /** One by one, so that all faults are reported together. */
    private List<String> routes() throws Exception {
        ModelCamelContext context = (ModelCamelContext) assembly.camel().getCamelContext();
        List<RouteDefinition> routes = List.copyOf(context.getRouteDefinitions());
        Set<String> faults = new LinkedHashSet<>(RouteRules.faults(routes));
        RouteDefinitionHelper.forceAssignIds(context, routes);
        faults.addAll(RouteIds.usedTwice(routes));
        for (RouteDefinition route : routes) {
            try {
                context.startRouteDefinitions(List.of(route));
            } catch (FailedToStartRouteException e) {
                LOG.debug("{}: {}", route.getRouteId(), e.getMessage()); // its id says which
            } catch (Exception | LinkageError e) {
                faults.add(words().of(route, e));
            }
        }
        return List.copyOf(faults);
    }

    private CamelFault words() {
        return new CamelFault(assembly.camel().getCamelContext());
    }
}
