package dev.freshwatch.app;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.cluster.Leases;
import dev.freshwatch.config.HeartbeatSettings;
import dev.freshwatch.config.Settings;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.health.HealthStatus;
import dev.freshwatch.health.HealthStatus.Part;
import dev.freshwatch.health.HeartbeatAge;
import dev.freshwatch.health.SinkWatch;
import dev.freshwatch.health.StoreWatch;
import dev.freshwatch.health.Systemd;
import dev.freshwatch.health.SystemdWatchdog;
import dev.freshwatch.http.RequestCounts;
import dev.freshwatch.outbox.OutboxComponent;
import dev.freshwatch.outbox.OutboxEvents.Outcome;
import dev.freshwatch.samples.SampleCounts;
import dev.freshwatch.schedule.CycleScheduler;
import dev.freshwatch.schedule.CycleWatch;
import dev.freshwatch.store.Store;
import dev.freshwatch.web.LatestFindings;
import dev.freshwatch.web.Metrics;
import dev.freshwatch.web.NoticeCounts;
import dev.freshwatch.web.ObservePages;
import dev.freshwatch.web.ReloadCounts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * How the watch is, and all that it counts: for its pages, systemd and the heartbeat. It outlives reloads. Safe for use
 * by many threads.
 */
final class WatchHealth implements AutoCloseable {

    private final CycleScheduler scheduler;
    private final CycleWatch cycles;
    private final StartupResources startup;
    private final LatestFindings latest = new LatestFindings(System::nanoTime);
    private final NoticeCounts notices = new NoticeCounts();
    private final ReloadCounts reloads = new ReloadCounts();
    private final HeartbeatAge heartbeat = new HeartbeatAge(System::nanoTime);
    private final SinkWatch sinks;
    private final StoreWatch store;
    private final HealthStatus live;
    private final HealthStatus ready;
    private final ObservePages pages;
    private final Metrics metrics;
    private volatile Settings settings;
    private volatile OutboxComponent outbox;
    private volatile boolean begun;
    private final NodeHealth node = new NodeHealth(() -> begun);

    private SystemdWatchdog watchdog;

    /**
     * @param startup  what the watch waits for before it can begin
     * @param requests to platforms
     * @param samples  how the writing of the history goes
     * @param stopped  routes that somebody has stopped
     */
    WatchHealth(
            Settings settings,
            InstantSource clock,
            CycleScheduler scheduler,
            StartupResources startup,
            RequestCounts requests,
            Supplier<SampleCounts> samples,
            Supplier<List<String>> stopped) {
        this.settings = settings;
        this.scheduler = scheduler;
        cycles = scheduler.watch();
        this.startup = startup;
        sinks = new SinkWatch(clock, System::nanoTime, List.of());
        store = new StoreWatch(System::nanoTime, sinks);
        live = new HealthStatus(List.of(new Part("timers", this::beating), new Part("sinks", this::served)));
        List<Part> parts = new ArrayList<>(List.of(
                new Part("timers", () -> begun().or(this::beating)
                        .or(() -> named("stopped", stopped.get()))
                        .or(this::late)),
                new Part("store", () -> opened().or(store::trouble).or(node::withoutLeases)),
                new Part("sinks", () -> served().or(() -> sinks.failingFor(reportAfter())))));
        if (settings.cluster() != null) {
            parts.add(new Part("share", node::withoutShare));
        }
        ready = new HealthStatus(parts);
        metrics = new Metrics(latest, scheduler::lag, sinks, notices, requests, reloads, samples, heartbeat);
        pages = new ObservePages(live, ready, metrics);
    }

    /** This watch is a node of a cluster. */
    void cluster(Leases leases) {
        node.of(leases);
        metrics.cluster(node::metrics);
    }

    /** What does not go on in this process, whatever platforms and the store do; empty = all does. */
    Optional<String> hangs(Predicate<String> timers) {
        if (!begun || store.trouble().isPresent()) {
            return Optional.empty();
        }
        OutboxComponent served = outbox;
        return live.trouble()
                .or(() -> cycles.standstill(timers, NodeHealth.STEP))
                .or(() -> named("a delivery hangs", served == null ? List.of() : served.hanging(NodeHealth.STEP)));
    }

    private Optional<String> begun() {
        return begun ? Optional.empty() : Optional.of("not started yet");
    }

    /** A watch that has not begun yet need not be restarted. */
    private Optional<String> beating() {
        return scheduler.isAlive() || !begun ? Optional.empty() : Optional.of("not running");
    }

    private Optional<String> opened() {
        return outbox != null ? Optional.empty() : startup.storeWaitsFor();
    }

    private Optional<String> served() {
        List<String> abandoned = outbox == null ? List.of() : outbox.abandoned();
        return named("not served", abandoned);
    }

    private Optional<String> late() {
        return named("overdue", scheduler.overdue());
    }

    private static Optional<String> named(String what, List<String> names) {
        return names.isEmpty() ? Optional.empty() : Optional.of(what + ": " + String.join(", ", names));
    }

    /** Cycles that wait for an unreachable store are late, and a restart would not change that. */
    private Optional<String> stuck() {
        return live.trouble().or(() -> store.trouble().isPresent() ? Optional.empty() : late());
    }

    private Duration reportAfter() {
        return settings.outbox().reportAfter();
    }

    /** Why the watch does not work properly; empty = it does. */
    Optional<String> trouble() {
        return ready.trouble().or(() -> sinks.waitingFor(reportAfter()));
    }

    /** The parts of the watch, each with {@code ok} or what is wrong with it. */
    Map<String, String> parts() {
        return ready.parts();
    }

    /** Where all of this is shown. */
    ObservePages pages() {
        return pages;
    }

    LatestFindings latest() {
        return latest;
    }

    ReloadCounts reloads() {
        return reloads;
    }

    HeartbeatAge heartbeat() {
        return heartbeat;
    }

    /** The newest findings, by platform. */
    Map<String, List<Finding>> byPlatform() {
        return latest.byPlatform();
    }

    /** Counts an attempt to deliver a notice to a sink. */
    void tried(String sink, Kind kind, Outcome outcome) {
        notices.count(sink, kind.word(), outcome.name().toLowerCase(Locale.ROOT));
        if (outcome == Outcome.DELIVERED) {
            sinks.answered(sink);
        } else if (outcome == Outcome.RETRIED) {
            sinks.failed(sink);
        }
    }

    /** Another node delivers to this sink from now on. */
    void handedOver(String sink) {
        sinks.handedOver(sink);
    }

    /** Tells systemd that the watch is being started. */
    void starting() {
        Systemd.find(System.getenv(), ProcessHandle.current().pid()).ifPresent(systemd -> {
            watchdog = new SystemdWatchdog(systemd, this::stuck, ready::trouble);
            watchdog.starting(startup::waitsFor);
        });
    }

    /** The store is open. */
    void opened(Store opened) {
        store.start(opened);
    }

    /**
     * Sets the configuration in force.
     *
     * @param on the sinks that are switched on
     */
    void use(Settings inForce, OutboxComponent served, Set<String> on) {
        settings = inForce;
        outbox = served;
        sinks.track(on);
        HeartbeatSettings beats = inForce.heartbeat();
        heartbeat.expect(beats == null ? null : beats.every());
    }

    /** Everything runs. */
    void started() {
        begun = true;
        if (watchdog != null) {
            watchdog.ready();
        }
    }

    /** Whether everything runs. */
    boolean isStarted() {
        return begun;
    }

    /** The end begins. */
    void ending() {
        if (watchdog != null) {
            watchdog.close();
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
