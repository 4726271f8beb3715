package dev.freshwatch;

import dev.freshwatch.DrillOutcome.Result;
import dev.freshwatch.Freshwatch.CannotStart;
import dev.freshwatch.config.Loaded;
import dev.freshwatch.config.Settings;
import dev.freshwatch.config.SinkSettings.Protocol;
import dev.freshwatch.freshness.Ages;
import dev.freshwatch.notice.Notice;
import dev.freshwatch.outbox.FailureRule.Peer;
import dev.freshwatch.outbox.Fate;
import dev.freshwatch.outbox.OneTransaction;
import dev.freshwatch.outbox.OutboxComponent;
import dev.freshwatch.outbox.SinkHealth;
import dev.freshwatch.outbox.SinkLook;
import dev.freshwatch.outbox.Store;
import dev.freshwatch.outbox.Trail;
import dev.freshwatch.route.Reach;
import dev.freshwatch.route.RouteFiles;
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
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;

/**
 * One exercise: a notice into every sink by the way of all others. Where a watch is running, that one delivers it; else the
 * sinks are started here. The routes are the operator's, of them those that a drill can come to.
 */
public final class Drilling implements AutoCloseable {

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final Settings settings;
    private final boolean beside;
    private final Set<String> sinks;
    private final Wires wires;
    private final Store store;
    private Notice notice;

    private Drilling(Loaded loaded, RouteFiles routes, boolean beside) {
        InstantSource clock = InstantSource.system();
        this.settings = loaded.settings();
        this.beside = beside;
        sinks = new TreeSet<>(routes.sinks());
        sinks.removeIf(sink -> !settings.sinks().isOn(sink));
        store = beside ? Store.beside(settings.state(), clock) : Store.open(settings.state(), clock);
        wires = Wires.of(
                loaded, routes.forWatch(sink -> !beside && settings.sinks().isOn(sink)));
        wires.closing(store);
    }

    /** Starts what a drill needs, and nothing that asks a platform. */
    public static Drilling open(Loaded loaded, RouteFiles routes) throws CannotStart {
        Drilling drilling = null;
        try {
            drilling =
                    new Drilling(loaded, routes, Store.isHeld(loaded.settings().state()));
            drilling.start(routes);
            return drilling;
        } catch (Exception e) {
            if (drilling != null) {
                drilling.close();
            }
            throw new CannotStart(e);
        }
    }

    private void start(RouteFiles routes) throws Exception {
        InstantSource clock = InstantSource.system();
        OutboxComponent outbox = SinkWiring.outbox(settings, store, routes.sinks(), clock);
        if (beside) {
            outbox.servedElsewhere(sinks);
        }
        wires.bind("outbox", outbox);
        wires.bind("oneTransaction", new OneTransaction(store));
        SinkWiring.bind(wires.camel(), settings.sinks(), settings.proxies());
        notice = DrillWiring.bind(wires, settings, clock).notice();
        wires.camel().init();
        CamelContext context = wires.camel().getCamelContext();
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        List<RouteDefinition> idle = new ArrayList<>(model.getRouteDefinitions());
        idle.removeAll(Reach.from("drill", model.getRouteDefinitions()));
        model.removeRouteDefinitions(idle);
        wires.camel().start();
    }

    /** The drill's id in every sink. */
    public String noticeId() {
        return notice.id();
    }

    /** Whether a watch is running, which delivers; else this process does. */
    public boolean isBesideAWatch() {
        return beside;
    }

    /**
     * Sends it, waits for the sinks, and takes back what no sink has taken by then.
     *
     * @param within    how long to wait
     * @param cancelled whether nobody wants to wait any more
     * @return for each sink that is on, in the order of their names
     */
    public List<DrillOutcome> send(Duration within, BooleanSupplier cancelled) throws InterruptedException {
        Trail trail = new Trail(store);
        long start = System.nanoTime();
        wires.camel().getCamelContext().createProducerTemplate().sendBody("direct:drill", notice);
        Map<String, Fate> fates = new HashMap<>();
        Map<String, Duration> took = new HashMap<>();
        boolean settled = false;
        while (!settled) {
            List<Fate> now = trail.fates(notice.id());
            now.forEach(fate -> fates.put(fate.sink(), fate));
            Duration passed = Duration.ofNanos(System.nanoTime() - start);
            now.stream().filter(Fate::accepted).forEach(fate -> took.putIfAbsent(fate.sink(), passed));
            settled = now.stream().allMatch(Fate::settled);
            if (!settled && (passed.compareTo(within) >= 0 || cancelled.getAsBoolean())) {
                trail.withdraw(notice.id(), "the drill was over");
                // what a sink has taken at the last moment counts
                trail.fates(notice.id()).stream().filter(Fate::accepted).forEach(fate -> fates.put(fate.sink(), fate));
                settled = true;
            } else if (!settled) {
                Thread.sleep(LOOK_EVERY.toMillis());
            }
        }
        List<DrillOutcome> outcomes = new ArrayList<>();
        for (SinkHealth sink : new SinkLook(store).at(sinks)) {
            outcomes.add(outcome(sink, fates.get(sink.sink()), took.get(sink.sink()), within, trail));
        }
        return outcomes;
    }

    private DrillOutcome outcome(SinkHealth sink, Fate fate, Duration took, Duration within, Trail trail) {
        String name = sink.sink();
        if (fate == null) {
            String reason = "the route address in judge.camel.yaml does not send it there";
            return DrillOutcome.bad(name, Result.NOT_ADDRESSED, reason, 0);
        }
        if (fate.accepted()) {
            return new DrillOutcome(
                    name, isConfirmed(name) ? Result.ACCEPTED : Result.SENT, null, fate.attempts(), took);
        }
        if (fate.attempts() > 0) {
            boolean saidNo = fate.peer() == Peer.ANSWERED || fate.peer() == Peer.PARTLY;
            Result result = saidNo ? Result.REFUSED : Result.NO_ANSWER;
            return DrillOutcome.bad(name, result, fate.reason(), fate.attempts());
        }
        return trail.closedUntil(name)
                .map(until ->
                        sink.reason() + ", and asked to be left alone until " + until.truncatedTo(ChronoUnit.SECONDS))
                .map(reason -> DrillOutcome.bad(name, Result.REFUSED, reason, 0))
                .orElseGet(() -> DrillOutcome.bad(name, Result.NO_ANSWER, untried(sink, within), 0));
    }

    private boolean isConfirmed(String sink) {
        return !sink.equals("syslog") || settings.sinks().syslog().protocol() != Protocol.UDP;
    }

    /** The first try is still under way, or others wait for the sink too. */
    private static String untried(SinkHealth sink, Duration within) {
        String others = sink.pending() == 0 ? "" : "; " + sink.pending() + " other notices wait for it";
        return "nothing came back within " + Ages.limit(within) + others
                + (sink.reason() == null ? "" : ", its last try failed: " + sink.reason());
    }

    @Override
    public void close() {
        wires.camel().stop();
        wires.closeAll();
    }
}
