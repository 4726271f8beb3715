package dev.freshwatch.sim.misp;

import dev.freshwatch.sim.HttpAnswer;
import dev.freshwatch.sim.Journal;
import dev.freshwatch.sim.Pause;
import dev.freshwatch.sim.SimFault;
import dev.freshwatch.sim.SimFaults;
import dev.freshwatch.sim.SimHttpServer;
import dev.freshwatch.sim.SimRequest;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;

/**
 * A simulated MISP on a loopback port, as strict as the contract (misp.md), that can be told to misbehave. At first all
 * its workers are good, and it has no events. {@link #faults} and {@link #requests} use actions in lower case, such as
 * {@code servers/getworkers}. Thread-safe.
 */
public final class SimMisp implements AutoCloseable {

    /** The key named {@code admin}, of a site admin. */
    public static final String ADMIN_KEY = ApiKey.text("admin");
    /** The key named {@code user}, of an ordinary account. */
    public static final String USER_KEY = ApiKey.text("user");
    /** The key named {@code reader}, a read-only key of a site admin. */
    public static final String READER_KEY = ApiKey.text("reader");

    private final MispBehaviour behaviour = new MispBehaviour();
    private final Journal journal = new Journal();
    private final CallCounts counts = new CallCounts();
    private final SimFaults faults = new SimFaults();
    private final Map<String, Action> actions = new HashMap<>();
    private final ApiKeys keys;
    private final MispDispatcher dispatcher;
    private final Workers workers;
    private final EventBook events;
    private final SimHttpServer server;
    private final String path;

    /** Plain HTTP, a free port, version 2.5.1 with its usual engine. */
    public SimMisp() {
        this(Engine.SUPERVISOR);
    }

    /** Plain HTTP, a free port, version 2.5.1. */
    public SimMisp(Engine engine) {
        this(0, null, engine, "2.5.1", InstantSource.system(), System::nanoTime);
    }

    /** With TLS, a free port, version 2.5.1. */
    public SimMisp(SSLContext tls) {
        this(0, tls, Engine.SUPERVISOR, "2.5.1", InstantSource.system(), System::nanoTime);
    }

    /** Returns a MISP below a path such as {@code /misp}; plain HTTP, a free port, version 2.5.1. */
    public static SimMisp below(String path) {
        return new SimMisp(0, null, Engine.SUPERVISOR, "2.5.1", InstantSource.system(), System::nanoTime, path);
    }

    /** At the root of its host. */
    public SimMisp(int port, SSLContext tls, Engine engine, String version, InstantSource clock, LongSupplier nanos) {
        this(port, tls, engine, version, clock, nanos, "");
    }

    /**
     * Starts serving.
     *
     * @param port    0 = a free one
     * @param tls     null = plain HTTP
     * @param version such as {@code 2.4.130}
     * @param clock   for events and end dates of keys
     * @param nanos   for workers and jobs, like {@link System#nanoTime}
     * @param path    path below which it is, such as {@code /misp}; empty = none
     */
    public SimMisp(
            int port,
            SSLContext tls,
            Engine engine,
            String version,
            InstantSource clock,
            LongSupplier nanos,
            String path) {
        this.path = path;
        behaviour.version(version);
        keys = new ApiKeys(clock)
                .put(ApiKey.of("admin", Role.SITE_ADMIN))
                .put(ApiKey.of("orgadmin", Role.ORG_ADMIN))
                .put(ApiKey.of("sync", Role.SYNC))
                .put(ApiKey.of("user", Role.USER))
                .put(ApiKey.of("reader", Role.SITE_ADMIN).asReadOnly());
        workers = engine == Engine.SUPERVISOR
                ? new SupervisorWorkers(behaviour, nanos)
                : new ResqueWorkers(behaviour, nanos);
        events = new EventBook(clock);
        actions.putAll(new ServerActions(behaviour, workers).all());
        actions.putAll(new EventActions(behaviour, events, new Searches(nanos), journal).all());
        dispatcher = new MispDispatcher(behaviour, keys, actions, journal, () -> url() + "/users/");
        server = new SimHttpServer("sim-misp", port, tls, this::handle);
    }

    /** For {@code misp.<name>.url}. */
    public URI url() {
        return URI.create(server.url() + path);
    }

    public MispBehaviour behaviour() {
        return behaviour;
    }

    public Workers workers() {
        return workers;
    }

    public EventBook events() {
        return events;
    }

    public ApiKeys keys() {
        return keys;
    }

    public SimFaults faults() {
        return faults;
    }

    /**
     * Returns requests by action, and violations of the contract. The API version of an entry is the name of the key.
     */
    public Journal requests() {
        return journal;
    }

    /** Returns requests by key and action. */
    public CallCounts counts() {
        return counts;
    }

    /** Returns violations of the contract by clients, oldest first; empty for a correct client. */
    public List<String> violations() {
        return journal.violations();
    }

    /** Returns the number of calls that start or stop workers, of any kind and whatever the answer. */
    public long restartCalls() {
        return actions.entrySet().stream()
                .filter(action -> action.getValue().postOnly())
                .mapToLong(action -> journal.of(action.getKey()))
                .sum();
    }

    /** Returns the number of requests of this action, such as {@code servers/getWorkers}. */
    public long calls(String action) {
        return journal.of(action.toLowerCase(Locale.ROOT));
    }

    /** Returns the number of open TCP connections. */
    public int openConnections() {
        return server.openConnections();
    }

    /** Resets the counters, but not violations. */
    public void resetCounters() {
        journal.reset();
        counts.reset();
    }

    private SimHttpServer.Reaction handle(SimRequest request) throws InterruptedException {
        long started = System.nanoTime();
        if (!path.isEmpty()
                && !request.path().startsWith(path + "/")
                && !request.path().equals(path)) {
            journal.violation(request + ": MISP is below " + path);
            return new SimHttpServer.Reaction(MispAnswers.html(404, "<html><h1>Not Found</h1></html>"), null);
        }
        MispCall call = MispCall.of(request, path);
        String key = keys.nameOf(call.key(behaviour.version.since("2.4.180")));
        journal.arrived(call.action());
        counts.add(key, call.action());
        SimFault fault = faults.take(call.action(), 0);
        int status = 0;
        try {
            if (fault == null || fault.carriesOut()) {
                Pause.of(behaviour.latency);
                if (fault instanceof SimFault.Delay delay) {
                    Pause.of(delay.pause());
                }
                HttpAnswer answer = dispatcher.answer(call);
                status = answer.status();
                return new SimHttpServer.Reaction(answer, fault);
            }
            HttpAnswer instead = fault instanceof SimFault.Instead other ? other.answer() : null;
            status = instead == null ? 0 : instead.status();
            return new SimHttpServer.Reaction(instead, instead == null ? fault : null);
        } finally {
            journal.ended(new Journal.Entry(call.action(), key, 0, status, started, System.nanoTime()));
        }
    }

    /** Stops serving and closes all connections. */
    @Override
    public void close() {
        server.close();
    }
}
