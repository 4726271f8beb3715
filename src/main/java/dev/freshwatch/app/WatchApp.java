package dev.freshwatch.app;

import dev.freshwatch.config.ConfigFiles;
import dev.freshwatch.config.LoadedConfig;
import dev.freshwatch.config.NamedFiles;
import dev.freshwatch.files.ProgramFolder;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.http.RequestCounts;
import dev.freshwatch.outbox.SinkRelay;
import dev.freshwatch.route.RouteFiles;
import dev.freshwatch.samples.SampleStore;
import dev.freshwatch.schedule.CycleScheduler;
import dev.freshwatch.schedule.Uptime;
import dev.freshwatch.store.Store;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watch: what lasts as long as it runs, and the configuration in force, which a reload exchanges for another one.
 * What the routes call by name is bound by a module and nowhere else; nothing is scanned.
 */
public final class WatchApp implements AutoCloseable {

    /** Placeholders that routes can use in addition to the configuration keys. */
    public static final Set<String> PLACEHOLDERS = SinkModule.PLACEHOLDERS;

    private static final Logger LOG = LoggerFactory.getLogger(WatchApp.class);

    private final SharedParts shared;
    private final WebPort web;
    private final ReloadReport report;
    private final GoneChecksCleanup goneChecks;
    private final RetiredConfigs retired = new RetiredConfigs();
    private volatile ActiveConfig active;
    private volatile boolean ending;

    private WatchApp(WatchConfig config, CompletableFuture<?> ended) {
        ClusterNode node = ClusterNode.of(config.loaded().settings());
        InstantSource clock = node.clock();
        StartupResources startup = new StartupResources(config.loaded().settings(), clock, ended);
        CycleScheduler scheduler = new CycleScheduler(System::nanoTime);
        RequestCounts requests = new RequestCounts();
        SampleStore samples = SampleStore.of(config.loaded().settings().state(), clock);
        CamelCli cli = new CamelCli(() -> ended.complete(null));
        WatchHealth health = new WatchHealth(
                config.loaded().settings(), clock, scheduler, startup, requests, samples::counts, cli::stoppedRoutes);
        shared = new SharedParts(
                startup,
                scheduler,
                requests,
                health,
                new SinkRelay(),
                new SecretWatch(),
                node.clockSteps(new Uptime()),
                samples,
                cli,
                node);
        health.latest().onUnauthorized(shared.secrets()::refused);
        WatchSites sites = new WatchSites(
                () -> WatchSites.view(startup, active),
                shared.samples().reader(),
                health::parts,
                () -> WatchSites.push(health, active),
                clock);
        web = new WebPort(health.pages(), sites);
        sites.warmUpAfter(health.latest().first(), () -> web.port().isPresent());
        report = new ReloadReport(clock, startup::join, node, health.reloads());
        goneChecks = new GoneChecksCleanup(startup::join);
        active = new ActiveConfig(config, shared, null);
    }

    /** Starts a watch that runs until it is closed. */
    public static WatchApp watch(LoadedConfig loaded, RouteFiles routes) throws StartupException {
        return watch(loaded, routes, new CompletableFuture<>());
    }

    /** Starts a watch with a configuration that has already been read. */
    public static WatchApp watch(LoadedConfig loaded, RouteFiles routes, CompletableFuture<?> ended)
            throws StartupException {
        ConfigFiles files = ConfigFiles.of(loaded.settings().directory(), routes.all())
                .with(loaded, NamedFiles.NONE, InstantSource.system().instant());
        return watch(new WatchConfig(loaded, routes, files), ended);
    }

    /**
     * Starts the watch: health and metrics, the store, the sinks, the timers. Waits briefly if its port is in use, and
     * without limit if its database is unavailable.
     *
     * @param ended completes when the watch must stop, even while it is still waiting
     * @throws StartupException.EndedEarly if that happens before it has started
     */
    public static WatchApp watch(WatchConfig config, CompletableFuture<?> ended) throws StartupException {
        WatchApp watch = new WatchApp(config, ended);
        try {
            watch.start();
            return watch;
        } catch (Exception | LinkageError e) {
            watch.close();
            throw StartupException.of(e);
        }
    }

    private void start() throws Exception {
        ProgramFolder.choose(active.assembly().stateFolder());
        shared.startup().begin();
        shared.health().starting();
        web.open(active.settings().web(), shared.startup());
        active.bind();
        Store store = shared.startup().store();
        store.setAside()
                .ifPresent(aside -> LOG.error("The store was damaged. It is kept as {}; a fresh one is used", aside));
        shared.health().opened(store);
        shared.samples().start();
        active.begin(store);
        active.prepare();
        shared.node().join(shared, store, () -> active, goneChecks.atStart(() -> active));
        shared.scheduler().start();
        active.takeOver();
        shared.health().started();
        report.started(active);
    }

    /** The port for health and metrics; empty if disabled. */
    public OptionalInt webPort() {
        return web.port();
    }

    /** Requests a reload by this if all nodes are called to, or if credentials are refused and a secret's file has changed. */
    public void reloadBy(Runnable request) {
        shared.secrets().onChanged(request);
        shared.node().onReloadCall(request);
    }

    /** The configuration in force. */
    WatchConfig config() {
        return active.config();
    }

    /**
     * Replaces the configuration in force by this one, completely or not at all; the outcome is reported and counted. What
     * did not change continues as if nothing had happened.
     *
     * @return why it was refused; empty if it was taken over
     */
    public synchronized List<String> reload(ConfigSource source) {
        if (ending) {
            return List.of("the watch ends");
        }
        ReloadReport.Running reload = report.began();
        ActiveConfig before = active;
        List<String> faults = List.of();
        try {
            exchange(source.read());
        } catch (RefusedConfig e) {
            faults = e.faults();
        } catch (RuntimeException | Error e) {
            LOG.error("The reload failed unexpectedly", e);
            faults = List.of(StartupException.of(e).getMessage());
        }
        if (active == before) {
            reload.refused(active, faults);
            return faults;
        }
        reload.taken(active);
        return List.of();
    }

    private void exchange(WatchConfig config) throws RefusedConfig {
        mustFit(config);
        retired.awaitRoom();
        ActiveConfig before = active;
        ActiveConfig next = new ActiveConfig(config, shared, before);
        WebPort.Change port = null;
        try {
            next.bind();
            next.begin(shared.startup().join());
            next.prepare();
            port = web.change(next.settings().web());
            HandOver.between(before, next, shared);
        } catch (Exception | Error e) {
            if (port != null) {
                port.undo();
            }
            retired.discard(next);
            List<String> faults = TrialAssembly.faults(config.loaded(), config.routes());
            throw new RefusedConfig(
                    faults.isEmpty()
                            ? List.of(config.loaded()
                                    .inForce()
                                    .located(StartupException.of(e).getMessage()))
                            : faults);
        }
        active = next;
        port.keep();
        before.handedOver(next);
        Predicate<CheckId> gone = check -> before.makes(check) && !next.makes(check);
        before.tracking().ignore(gone);
        shared.health().latest().ignore(gone);
        shared.requests().forget(platform -> before.hasPlatform(platform) && !next.hasPlatform(platform));
        goneChecks.afterReload(gone);
        // by then another one may be in force that makes them again
        retired.add(before, () -> {
            goneChecks.afterReload(check -> before.makes(check) && !active.makes(check));
            // nothing comes of it any more, and it must not hold its successor
            before.tracking().ignore(check -> false);
        });
    }

    private void mustFit(WatchConfig config) throws RefusedConfig {
        shared.node().mustFit(config.loaded().settings());
        if (!config.loaded().settings().state().equals(active.settings().state())) {
            throw new RefusedConfig(
                    List.of("state.url, state.username or state.password has changed: that needs a restart"
                            + " of the watch; nothing else was taken over"));
        }
        String trouble = shared.startup().join().unusable().orElse(null);
        if (trouble != null) {
            throw new RefusedConfig(
                    List.of("the store cannot be used now (" + trouble + "): reload again when it can"));
        }
    }

    /**
     * Stops the watch: running requests are abandoned and their queries closed, each ESM is logged out, sinks finish
     * what they are sending, and undelivered notices stay in the store.
     */
    @Override
    public void close() {
        ending = true;
        retired.stopWaiting();
        synchronized (this) {
            shared.health().ending();
            retired.close();
            active.close();
            shared.node().close();
            shared.samples().close();
            shared.health().close();
            shared.scheduler().close();
            web.close();
            shared.startup().close();
        }
    }
}
