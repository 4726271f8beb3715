package dev.freshwatch;

import dev.freshwatch.config.HeartbeatSettings;
import dev.freshwatch.config.Settings;
import dev.freshwatch.http.GuardedHttp;
import dev.freshwatch.http.HttpLimits;
import dev.freshwatch.http.HttpProxy;
import dev.freshwatch.http.NoAnswer;
import dev.freshwatch.http.Remedy;
import dev.freshwatch.notice.Kind;
import dev.freshwatch.outbox.OutboxComponent;
import dev.freshwatch.outbox.OutboxEvents.Outcome;
import dev.freshwatch.outbox.Store;
import dev.freshwatch.schedule.CycleScheduler;
import dev.freshwatch.self.Heartbeat;
import dev.freshwatch.self.SinkWatch;
import dev.freshwatch.self.StoreWatch;
import dev.freshwatch.self.Supervised;
import dev.freshwatch.self.Systemd;
import dev.freshwatch.self.Wellbeing;
import dev.freshwatch.self.Wellbeing.Part;
import dev.freshwatch.web.LatestFindings;
import dev.freshwatch.web.Metrics;
import dev.freshwatch.web.NoticeCounts;
import dev.freshwatch.web.Observing;
import dev.freshwatch.web.WebServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The part of the wiring by which the watch shows how it is: HTTP, heartbeat, systemd. */
final class ObserveWiring {

    private static final Logger LOG = LoggerFactory.getLogger(ObserveWiring.class);

    private static final Duration HEARTBEAT_LIMIT = Duration.ofSeconds(10);
    /** To the first heartbeat, and from one that did not come through to the next. */
    private static final Duration HEARTBEAT_SOON = Duration.ofSeconds(20);
    /** As check ids begin: what beats under it is no platform. */
    private static final String HEARTBEAT = "freshwatch/heartbeat";

    private final Wires wires;
    private final Settings settings;
    private final CycleScheduler scheduler;
    private final LatestFindings latest = new LatestFindings(System::nanoTime);
    private final NoticeCounts notices = new NoticeCounts();
    private final SinkWatch sinks;
    private final StoreWatch store;
    private final Wellbeing live;
    private final Wellbeing ready;
    private volatile OutboxComponent outbox;
    private volatile boolean begun;
    private volatile Opening opening;
    private WebServer web;
    private Supervised supervised;

    /** @param on the sinks that are on */
    ObserveWiring(
            Wires wires, Settings settings, CycleScheduler scheduler, Collection<String> on, InstantSource clock) {
        this.wires = wires;
        this.settings = settings;
        this.scheduler = scheduler;
        sinks = new SinkWatch(clock, System::nanoTime, on);
        store = new StoreWatch(System::nanoTime, sinks);
        live = new Wellbeing(List.of(new Part("timers", this::beating), new Part("sinks", this::served)));
        ready = new Wellbeing(List.of(
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
        return outbox != null || opening == null ? Optional.empty() : opening.storeWaitsFor();
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
    void open(Opening waited) throws Exception {
        opening = waited;
        Systemd.find(System.getenv(), ProcessHandle.current().pid()).ifPresent(systemd -> {
            supervised = new Supervised(systemd, this::stuck, ready::trouble);
            supervised.starting(waited::waitsFor);
        });
        if (settings.web() != null) {
            Metrics metrics = new Metrics(latest, scheduler::lag, sinks, notices, wires.requests());
            web = wires.closing(waited.web(new Observing(live, ready, metrics)));
            LOG.info(
                    "Health and metrics: http://{}:{}/observe/metrics",
                    shown(settings.web().host()),
                    web.port());
        }
        wires.bind("latest", latest);
    }

    private static String shown(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    /** The port that is served; empty where it is switched off. */
    OptionalInt port() {
        return web == null ? OptionalInt.empty() : OptionalInt.of(web.port());
    }

    void watch(Store opened, OutboxComponent component) {
        outbox = component;
        wires.closing(store).start(opened);
    }

    /** @param platforms all that are watched, such as {@code esm/soc} */
    void addHeartbeat(List<String> platforms) throws Exception {
        HeartbeatSettings heartbeat = settings.heartbeat();
        if (heartbeat == null) {
            return;
        }
        HttpProxy proxy = wires.proxies().of("heartbeat");
        wires.bind(
                "heartbeatHttp",
                new GuardedHttp(SinkWiring.trust(heartbeat.tls()), HttpLimits.of(HEARTBEAT_LIMIT), proxy));
        wires.bind(
                "heartbeat",
                new Heartbeat(
                        heartbeat.url(),
                        () -> ready.trouble()
                                .or(() -> sinks.waitingFor(reportAfter()))
                                .or(() -> Heartbeat.unjudged(platforms, latest.byPlatform())),
                        failure -> words(heartbeat, failure),
                        () -> scheduler.lookAgain(HEARTBEAT, HEARTBEAT_SOON)));
        Map<String, Object> pace = Map.of(
                "every", heartbeat.every().toMillis(),
                "delay", Math.min(heartbeat.every().toMillis(), HEARTBEAT_SOON.toMillis()));
        wires.add("heartbeat", "heartbeat", pace);
    }

    private static String words(HeartbeatSettings heartbeat, Throwable failure) {
        Remedy remedy = new Remedy("heartbeat.url", "heartbeat.tls.ca-file");
        return failure instanceof NoAnswer none
                ? remedy.of(none, heartbeat.url())
                : SinkWiring.verdict(failure, InstantSource.system()).reason();
    }

    /** Everything is started. */
    void started() {
        begun = true;
        if (supervised != null) {
            supervised.ready();
        }
    }

    /** Everything is about to end. */
    void ending() {
        if (supervised != null) {
            supervised.close();
        }
    }
}
