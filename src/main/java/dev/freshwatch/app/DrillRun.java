package dev.freshwatch.app;

import dev.freshwatch.alert.Notice;
import dev.freshwatch.app.DrillOutcome.Result;
import dev.freshwatch.config.LoadedConfig;
import dev.freshwatch.config.Settings;
import dev.freshwatch.config.SinkSettings.Protocol;
import dev.freshwatch.freshness.Ages;
import dev.freshwatch.outbox.DeliveryStatus;
import dev.freshwatch.outbox.DeliveryTracker;
import dev.freshwatch.outbox.FailureRule.Peer;
import dev.freshwatch.outbox.OutboxComponent;
import dev.freshwatch.outbox.OutboxEvents;
import dev.freshwatch.outbox.SinkHealth;
import dev.freshwatch.outbox.SinkHealthQuery;
import dev.freshwatch.route.ReachableRoutes;
import dev.freshwatch.route.RouteFiles;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.TransactionPolicy;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;

/**
 * Runs a drill: sends a notice to every sink like any other notice. If a watch is running, it delivers the notice;
 * otherwise the sinks are started here. Uses those of the operator's routes that a drill can reach.
 */
public final class DrillRun implements AutoCloseable {

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final Settings settings;
    private final boolean beside;
    private final Set<String> sinks;
    private final CamelAssembly assembly;
    private final Store store;
    private Notice notice;

    private DrillRun(LoadedConfig loaded, RouteFiles routes, boolean beside) {
        InstantSource clock = InstantSource.system();
        this.settings = loaded.settings();
        this.beside = beside;
        sinks = new TreeSet<>(routes.sinks());
        sinks.removeIf(sink -> !settings.sinks().isOn(sink));
        store = beside ? Store.beside(settings.state(), clock) : Store.open(settings.state(), clock);
        assembly = CamelAssembly.of(
                loaded, routes.forWatch(sink -> !beside && settings.sinks().isOn(sink)));
        assembly.closing(store);
    }

    /** Starts what a drill needs, and nothing that asks a platform. */
    public static DrillRun open(LoadedConfig loaded, RouteFiles routes) throws StartupException {
        DrillRun drillRun = null;
        try {
            drillRun =
                    new DrillRun(loaded, routes, Store.isHeld(loaded.settings().state()));
            drillRun.start(routes);
            return drillRun;
        } catch (Exception e) {
            if (drillRun != null) {
                drillRun.close();
            }
            throw StartupException.of(e);
        }
    }

    private void start(RouteFiles routes) throws Exception {
        SinkModule sinkModule = new SinkModule(assembly, routes.sinks(), OutboxEvents.NONE);
        DrillModule drillModule = new DrillModule(assembly);
        OutboxComponent outbox = sinkModule.outbox(store);
        if (beside) {
            outbox.servedElsewhere(sinks);
        }
        assembly.bind("outbox", outbox);
        assembly.bind("oneTransaction", new TransactionPolicy(store));
        new AppModules(assembly, List.of(sinkModule, drillModule)).bind();
        notice = drillModule.drills().notice();
        Model model = assembly.model();
        List<RouteDefinition> idle = new ArrayList<>(model.getRouteDefinitions());
        idle.removeAll(ReachableRoutes.from("drill", model.getRouteDefinitions()));
        model.removeRouteDefinitions(idle);
        assembly.camel().start();
    }

    /** The notice id of the drill in every sink. */
    public String noticeId() {
        return notice.id();
    }

    /** Whether a watch is running, which then delivers the drill. */
    public boolean isBesideAWatch() {
        return beside;
    }

    /**
     * Sends the drill, waits for the sinks, and withdraws it from those that have not accepted it by then.
     *
     * @param within    how long to wait
     * @param cancelled whether to stop waiting
     * @return one outcome for each enabled sink, sorted by name
     */
    public List<DrillOutcome> send(Duration within, BooleanSupplier cancelled) throws InterruptedException {
        DeliveryTracker tracker = new DeliveryTracker(store);
        long start = System.nanoTime();
        assembly.camel().getCamelContext().createProducerTemplate().sendBody("direct:drill", notice);
        Map<String, DeliveryStatus> statuses = new HashMap<>();
        Map<String, Duration> took = new HashMap<>();
        boolean settled = false;
        while (!settled) {
            List<DeliveryStatus> now = tracker.statuses(notice.id());
            now.forEach(status -> statuses.put(status.sink(), status));
            Duration passed = Duration.ofNanos(System.nanoTime() - start);
            now.stream().filter(DeliveryStatus::accepted).forEach(status -> took.putIfAbsent(status.sink(), passed));
            settled = now.stream().allMatch(DeliveryStatus::settled);
            if (!settled && (passed.compareTo(within) >= 0 || cancelled.getAsBoolean())) {
                tracker.withdraw(notice.id(), "the drill has ended");
                // a sink may have accepted it at the last moment
                tracker.statuses(notice.id()).stream()
                        .filter(DeliveryStatus::accepted)
                        .forEach(status -> statuses.put(status.sink(), status));
                settled = true;
            } else if (!settled) {
                Thread.sleep(LOOK_EVERY.toMillis());
            }
        }
        List<DrillOutcome> outcomes = new ArrayList<>();
        for (SinkHealth sink : new SinkHealthQuery(store).at(sinks)) {
            outcomes.add(outcome(sink, statuses.get(sink.sink()), took.get(sink.sink()), within, tracker));
        }
        return outcomes;
    }

    private DrillOutcome outcome(
            SinkHealth sink, DeliveryStatus status, Duration took, Duration within, DeliveryTracker tracker) {
        String name = sink.sink();
        if (status == null) {
            String reason = "the route address in routing.camel.yaml does not send it there";
            return DrillOutcome.bad(name, Result.NOT_ADDRESSED, reason, 0);
        }
        if (status.accepted()) {
            return new DrillOutcome(
                    name, isConfirmed(name) ? Result.ACCEPTED : Result.SENT, null, status.attempts(), took);
        }
        if (status.attempts() > 0) {
            boolean saidNo = status.peer() == Peer.ANSWERED || status.peer() == Peer.PARTLY;
            Result result = saidNo ? Result.REFUSED : Result.NO_ANSWER;
            return DrillOutcome.bad(name, result, status.reason(), status.attempts());
        }
        return tracker.closedUntil(name)
                .map(until -> sink.reason() + ", and the sink asked for a pause until "
                        + until.truncatedTo(ChronoUnit.SECONDS))
                .map(reason -> DrillOutcome.bad(name, Result.REFUSED, reason, 0))
                .orElseGet(() -> DrillOutcome.bad(name, Result.NO_ANSWER, untried(sink, within), 0));
    }

    private boolean isConfirmed(String sink) {
        return !sink.equals("syslog") || settings.sinks().syslog().protocol() != Protocol.UDP;
    }

    /** The first attempt is still running, or other notices for the sink come first. */
    private static String untried(SinkHealth sink, Duration within) {
        String others = sink.pending() == 0 ? "" : "; " + sink.pending() + " other notices are waiting for it";
        return "no answer within " + Ages.limit(within) + others
                + (sink.reason() == null ? "" : ", its last attempt failed: " + sink.reason());
    }

    @Override
    public void close() {
        assembly.camel().stop();
        assembly.closeAll();
    }
}
