package dev.freshwatch.app;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.config.HeartbeatSettings;
import dev.freshwatch.config.Settings;
import dev.freshwatch.health.HealthStatus;
import dev.freshwatch.health.HealthStatus.Part;
import dev.freshwatch.health.Heartbeat;
import dev.freshwatch.health.SinkWatch;
import dev.freshwatch.health.StoreWatch;
import dev.freshwatch.health.Systemd;
import dev.freshwatch.health.SystemdWatchdog;
import dev.freshwatch.http.BoundedHttpClient;
import dev.freshwatch.http.HttpLimits;
import dev.freshwatch.http.HttpProxy;
import dev.freshwatch.http.NoAnswer;
import dev.freshwatch.http.Remedy;
import dev.freshwatch.outbox.OutboxComponent;
import dev.freshwatch.outbox.OutboxEvents.Outcome;
import dev.freshwatch.schedule.CycleScheduler;
import dev.freshwatch.web.LatestFindings;
import dev.freshwatch.web.Metrics;
import dev.freshwatch.web.NoticeCounts;
import dev.freshwatch.web.ObservePages;
import dev.freshwatch.web.WebServer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The part of the wiring by which the watch shows how it is: HTTP, heartbeat, systemd. */
final class ObserveModule implements AppModule {

    private static final Logger LOG = LoggerFactory.getLogger(ObserveModule.class);

    private static final Duration HEARTBEAT_LIMIT = Duration.ofSeconds(10);
    /** To the first heartbeat, and from one that did not come through to the next. */
    private static final Duration HEARTBEAT_SOON = Duration.ofSeconds(20);
    /** As check ids begin: what beats under it is no platform. */
    private static final String HEARTBEAT = "freshwatch/heartbeat";

    private final CamelAssembly assembly;
    private final Settings settings;
    private final CycleScheduler scheduler;
    private final StartupResources startup;
    private final Platforms platforms;
    private final LatestFindings latest = new LatestFindings(System::nanoTime);
    private final NoticeCounts notices = new NoticeCounts();
    private final SinkWatch sinks;
    private final StoreWatch store;
    private final HealthStatus live;
    private final HealthStatus ready;
    private volatile OutboxComponent outbox;
    private volatile boolean begun;
    private WebServer web;
    private SystemdWatchdog watchdog;

    /**
     * @param startup what is waited for before the watch can begin
     * @param names   of all sinks that have a route, also of those that are switched off
     */
    ObserveModule(
            CamelAssembly assembly,
            CycleScheduler scheduler,
            StartupResources startup,
            Set<String> names,
            Platforms platforms) {
        this.assembly = assembly;
        this.settings = assembly.settings();
        this.scheduler = scheduler;
        this.startup = startup;
        this.platforms = platforms;
        List<String> on = names.stream().filter(settings.sinks()::isOn).toList();
        sinks = new SinkWatch(assembly.clock(), System::nanoTime, on);
        store = new StoreWatch(System::nanoTime, sinks);
        live = new HealthStatus(List.of(new Part("timers", this::beating), new Part("sinks", this::served)));
        ready = new HealthStatus(List.of(
                new Part("timers", () -> begun().or(this::beating).or(this::late)),
                new Part("store", () -> opened().or(store::trouble)),
                new Part("sinks", () -> served().or(() -> sinks.failingFor(reportAfter())))));
    }

    private Optional<String> begun() {
        return begun ? Optional.empty() : Optional.of("not started yet");
    }

    /** What has not begun is no reason for another start. */
    private Optional<String> beating() {
        return scheduler.isAlive() || !begun ? Optional.empty() : Optional.of("not running");
    }

    private Optional<String> opened() {
        return outbox != null ? Optional.empty() : startup.storeWaitsFor();
    }

    private Optional<String> served() {
        List<String> abandoned = outbox == null ? List.of() : outbox.abandoned();
        return abandoned.isEmpty() ? Optional.empty() : Optional.of("not served: " + String.join(", ", abandoned));
    }

    private Optional<String> late() {
        List<String> overdue = scheduler.overdue();
        return overdue.isEmpty() ? Optional.empty() : Optional.of("overdue: " + String.join(", ", overdue));
    }

    /** Cycles that wait for a store that is away are late, and would be after another start. */
    private Optional<String> stuck() {
        return live.trouble().or(() -> store.trouble().isPresent() ? Optional.empty() : late());
    }

    private Duration reportAfter() {
        return settings.outbox().reportAfter();
    }

    /** A try of a sink has ended. */
    void tried(String sink, Kind kind, Outcome outcome) {
        notices.count(sink, kind.word(), outcome.name().toLowerCase(Locale.ROOT));
        if (outcome == Outcome.DELIVERED) {
            sinks.answered(sink);
        } else if (outcome == Outcome.RETRIED) {
            sinks.failed(sink);
        }
    }

    /** Tells systemd and opens the port; what is not started yet is shown as that. */
    @Override
    public void bind() throws Exception {
        Systemd.find(System.getenv(), ProcessHandle.current().pid()).ifPresent(systemd -> {
            watchdog = new SystemdWatchdog(systemd, this::stuck, ready::trouble);
            watchdog.starting(startup::waitsFor);
        });
        if (settings.web() != null) {
            Metrics metrics = new Metrics(latest, scheduler::lag, sinks, notices, assembly.requests());
            web = assembly.closing(startup.web(new ObservePages(live, ready, metrics)));
            LOG.info(
                    "Health and metrics: http://{}:{}/observe/metrics",
                    shown(settings.web().host()),
                    web.port());
        }
        assembly.bind("latestFindings", latest);
    }

    private static String shown(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    /** The port that is served; empty where it is switched off. */
    OptionalInt port() {
        return web == null ? OptionalInt.empty() : OptionalInt.of(web.port());
    }

    @Override
    public void begin(WatchContext watch) throws Exception {
        outbox = watch.outbox();
        assembly.closing(store).start(watch.store());
        addHeartbeat();
    }

    private void addHeartbeat() throws Exception {
        HeartbeatSettings heartbeat = settings.heartbeat();
        if (heartbeat == null) {
            return;
        }
        List<String> ids = platforms.all().stream().map(PlatformModule::id).toList();
        HttpProxy proxy = assembly.proxies().of("heartbeat");
        assembly.bind(
                "heartbeatHttp",
                new BoundedHttpClient(CamelAssembly.trust(heartbeat.tls()), HttpLimits.of(HEARTBEAT_LIMIT), proxy));
        assembly.bind(
                "heartbeat",
                new Heartbeat(
                        heartbeat.url(),
                        () -> ready.trouble()
                                .or(() -> sinks.waitingFor(reportAfter()))
                                .or(() -> Heartbeat.unjudged(ids, latest.byPlatform())),
                        failure -> words(heartbeat, failure),
                        () -> scheduler.lookAgain(HEARTBEAT, HEARTBEAT_SOON)));
        Map<String, Object> pace = Map.of(
                "every", heartbeat.every().toMillis(),
                "delay", Math.min(heartbeat.every().toMillis(), HEARTBEAT_SOON.toMillis()));
        assembly.add("heartbeat", "heartbeat", pace);
    }

    private String words(HeartbeatSettings heartbeat, Throwable failure) {
        Remedy remedy = new Remedy("heartbeat.url", "heartbeat.tls.ca-file");
        return failure instanceof NoAnswer none
                ? remedy.of(none, heartbeat.url())
                : SinkModule.verdict(failure, assembly.clock()).reason();
    }

    @Override
    public void started() {
        begun = true;
        if (watchdog != null) {
            watchdog.ready();
        }
    }

    @Override
    public void ending() {
        if (watchdog != null) {
            watchdog.close();
        }
    }
}
