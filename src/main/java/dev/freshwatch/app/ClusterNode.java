package dev.freshwatch.app;

import dev.freshwatch.alert.ClockStepDetector;
import dev.freshwatch.app.StartupException.EndedEarly;
import dev.freshwatch.cluster.ClusterClock;
import dev.freshwatch.cluster.LeaseClusterService;
import dev.freshwatch.cluster.LeaseLink;
import dev.freshwatch.cluster.Leases;
import dev.freshwatch.cluster.Namespaces;
import dev.freshwatch.config.ClusterSettings;
import dev.freshwatch.config.Settings;
import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.http.HttpCaller;
import dev.freshwatch.http.NoAnswer;
import dev.freshwatch.schedule.CycleScheduler;
import dev.freshwatch.schedule.MonotonicTimerComponent;
import dev.freshwatch.schedule.Uptime;
import dev.freshwatch.store.Store;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * This process as a node of a cluster, or alone. It outlives reloads. Alone it costs nothing: no thread, no statement, and
 * everything is allowed.
 *
 * <p>The gate of the timers is here, and the shipped routes do not begin with Camel's {@code master:} or have its {@code
 * ClusteredRoutePolicy}, which are for an operator's own. Both start and stop what begins a route when they hear of a change: a
 * frozen process hears of it after its timer has beaten once more, a cycle that had begun goes on, the delay of a timer begins
 * anew, and the policy waits for the exchanges of the routes on the thread of the election. Here each cycle and each request
 * asks whether this node has the lease at that moment.
 */
final class ClusterNode implements AutoCloseable {

    /** Requests that end what this node has begun; they ask nothing. */
    private static final Set<String> ENDING = Set.of("qryClose", "logout");

    private final ClusterSettings settings;
    private final InstantSource clock;
    private final ClusterClock databaseClock;
    private final Leases leases;
    private final LeaseLink link;
    private final OwnElections elections;
    /** Null = alone, or not a member yet. */
    private volatile NodeLookouts lookouts;

    /** Alone. */
    ClusterNode() {
        settings = null;
        clock = InstantSource.system();
        databaseClock = null;
        leases = null;
        link = null;
        elections = new OwnElections(null);
    }

    private ClusterNode(ClusterSettings settings, ClusterClock clock, LeaseLink link) {
        this.settings = settings;
        this.clock = clock;
        databaseClock = clock;
        this.link = link;
        this.leases = new Leases(settings, BuildInfo.version(), link, InstantSource.system(), System::nanoTime, clock);
        elections = new OwnElections(leases);
    }

    static ClusterNode of(Settings all) {
        ClusterSettings settings = all.cluster();
        if (settings == null) {
            return new ClusterNode();
        }
        ClusterClock clock = new ClusterClock(InstantSource.system(), System::nanoTime, settings.lease());
        return new ClusterNode(settings, clock, new LeaseLink(all.state(), settings.node(), settings.lease()));
    }

    /** Null = alone. */
    ClusterSettings settings() {
        return settings;
    }

    /** The clock of all that is stored: that of the database, if there are several nodes. */
    InstantSource clock() {
        return clock;
    }

    /** Its name among the others; empty = alone. */
    String name() {
        return settings == null ? "" : settings.node();
    }

    /** The latest call to reload all nodes that this one has heard of; a reload that begins now answers it. */
    long reloadsHeard() {
        return lookouts == null ? 0 : lookouts.reloadCalls().heard();
    }

    /** Reloads by this when all nodes are called to. Of no effect on one that is alone. */
    void onReloadCall(Runnable request) {
        if (lookouts != null) {
            lookouts.reloadCalls().reloadBy(request);
        }
    }

    /** For how long this node has been seeing the others; not for a node that is alone. */
    Duration seeing() {
        return databaseClock.unbroken();
    }

    /** Empty = alone. */
    Optional<Leases> leases() {
        return Optional.ofNullable(leases);
    }

    /** The clock of a database that was set is not found out by each node: times are stored by that clock. */
    ClockStepDetector clockSteps(Uptime uptime) {
        return leases == null
                ? new ClockStepDetector(clock, uptime)
                : new ClockStepDetector(clock, () -> Duration.between(Instant.EPOCH, clock.instant()));
    }

    /** The namespace of a check; null = any node may report it. */
    static String namespace(CheckId check, Predicate<CheckId> templated) {
        boolean reported = check.value().startsWith("service/") && !templated.test(check);
        return reported || check.value().equals("freshwatch/store") ? null : Namespaces.ofCheck(check.value());
    }

    /** Whether this node may report this check now. */
    boolean mayReport(CheckId check, Predicate<CheckId> templated) {
        return leases == null || leases.holds(namespace(check, templated));
    }

    /** Whether this node has made this check, and has had it without a break since then. */
    boolean isOurs(Answer answer, Predicate<CheckId> templated) {
        String namespace = namespace(answer.question().check(), templated);
        return leases.number(namespace, answer.observedAt()).isPresent();
    }

    /** Whether this node runs this timer now. */
    boolean mayRun(String timer) {
        return leases == null
                || (MonotonicTimerComponent.isByPolicy(timer)
                        ? elections.areTold()
                        : Namespaces.ofTimer(timer).map(leases::holds).orElse(true));
    }

    /** Whether this node watches this platform now. @param platform such as {@code esm/soc} */
    boolean watches(String platform) {
        return leases == null || leases.holds(platform);
    }

    /** Whether this node makes this check of a service template now. */
    boolean watches(CheckId check) {
        return leases == null || leases.holds(Namespaces.ofCheck(check.value()));
    }

    /** A caller that asks nothing while another node asks this platform. */
    HttpCaller calling(String platform, HttpCaller http) {
        if (leases == null) {
            return http;
        }
        return call -> {
            if (!leases.holds(platform) && !isEnding(call.uri())) {
                throw new NoAnswer(NoAnswer.Kind.NOT_STARTED, "another node asks now", null);
            }
            return http.call(call);
        };
    }

    private static boolean isEnding(URI uri) {
        String path = uri.getPath();
        return ENDING.contains(path.substring(path.lastIndexOf('/') + 1));
    }

    /**
     * Joins the cluster; waits until the database answers.
     *
     * @param active the configuration in force
     * @param agreed runs once all nodes that are there have the same configuration; at once, if this one is alone
     * @throws EndedEarly if the watch is to stop meanwhile
     */
    void join(SharedParts shared, Store opened, Supplier<ActiveConfig> active, Runnable agreed)
            throws InterruptedException, EndedEarly {
        if (leases == null) {
            agreed.run();
            return;
        }
        CycleScheduler scheduler = shared.scheduler();
        WatchHealth health = shared.health();
        opened.fencedBy(leases);
        health.cluster(leases);
        health.heartbeat().here(false);
        health.latest().only(check -> mayReport(check, active.get().services().services()::has));
        scheduler.onlyIf(this::mayRun);
        leases.listen(new LeaseEffects(scheduler, health, active, opened));
        leases.listen(elections);
        shared.startup().onEnd(leases::stopWaiting);
        leases.join();
        shared.startup().endIfAsked();
        lookouts = new NodeLookouts(
                new Agreement(leases, agreed),
                new HangWatch(() -> health.hangs(Namespaces.shared(this::mayRun)), leases::hangs, leases.lease()),
                new ReloadCalls(
                        opened,
                        Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime())));
    }

    /** Camel's cluster service for the routes of one configuration. @param name of this process, if it is alone */
    LeaseClusterService service(String name) {
        return elections.service(name);
    }

    /** Takes part for this configuration from now on. */
    void use(ActiveConfig config) {
        Set<String> platforms =
                config.platforms().all().stream().map(PlatformModule::id).collect(Collectors.toSet());
        elections.use(
                config.assembly().cluster(),
                Namespaces.of(platforms, config.sinksOn()),
                leases == null ? "" : config.config().hash());
    }

    /** A reload cannot make this process another node, or alone. */
    void mustFit(Settings other) throws RefusedConfig {
        if (!Objects.equals(settings, other.cluster())) {
            throw new RefusedConfig(List.of("a key of cluster has changed: that needs a restart of the watch; nothing"
                    + " else was taken over"));
        }
    }

    /** Gives its work to the others; it must have been stopped. */
    @Override
    public void close() {
        if (lookouts != null) {
            lookouts.close();
        }
        if (leases != null) {
            leases.close();
        }
    }
}
