package dev.freshwatch.sim;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * A simulated ESM on a loopback port, as strict as the contract (esm.md), that can be told to misbehave. Starts empty:
 * add Receivers, events and alarms to its {@link #appliance}. Thread-safe.
 */
public final class SimEsm implements AutoCloseable {

    public static final String USERNAME = "NGCP";
    public static final String PASSWORD = "Mcafee123!";

    private static final Pattern PATH = Pattern.compile("/rs/esm/(v2/)?([A-Za-z]+)");
    private static final String PRIVATE_PATH = "/ess/" + BulkCommand.PRIVATE;

    private final EsmBehaviour behaviour = new EsmBehaviour();
    private final Journal journal = new Journal();
    private final SimFaults faults = new SimFaults();
    private final Queries queries = new Queries();
    private final Map<String, Command> commands = new HashMap<>();
    private final Appliance appliance;
    private final Sessions sessions;
    private final QueryCommands queryCommands;
    private final BulkCommand bulk;
    private final SimHttpServer server;

    /** Plain HTTP, a free port, the system clock. */
    public SimEsm() {
        this(0, null, InstantSource.system(), USERNAME, PASSWORD);
    }

    /** With TLS, a free port, the system clock. */
    public SimEsm(SSLContext tls) {
        this(0, tls, InstantSource.system(), USERNAME, PASSWORD);
    }

    /** Plain HTTP, a free port, the caller's clock. Query durations and latency use {@link System#nanoTime}. */
    public SimEsm(InstantSource clock) {
        this(0, null, clock, USERNAME, PASSWORD);
    }

    /**
     * Starts serving.
     *
     * @param port 0 = a free one
     * @param tls  null = plain HTTP
     */
    public SimEsm(int port, SSLContext tls, InstantSource clock, String username, String password) {
        appliance = new Appliance(clock);
        sessions = new Sessions(behaviour, appliance, username, password);
        queryCommands = new QueryCommands(appliance, behaviour, queries);
        commands.putAll(new PlainCommands(appliance, behaviour).all());
        commands.putAll(queryCommands.all());
        bulk = new BulkCommand(appliance, behaviour.bulk());
        commands.put(BulkCommand.PUBLIC, bulk::answer);
        commands.put("alarmGetTriggeredAlarms", new AlarmCommand(appliance, behaviour, username));
        server = new SimHttpServer("sim-esm", port, tls, this::handle);
    }

    /** For {@code esm.<name>.url}. */
    public URI url() {
        return server.url();
    }

    public Appliance appliance() {
        return appliance;
    }

    public EsmBehaviour behaviour() {
        return behaviour;
    }

    public SimFaults faults() {
        return faults;
    }

    public Sessions sessions() {
        return sessions;
    }

    public Queries queries() {
        return queries;
    }

    /** Returns requests and violations of the contract. */
    public Journal requests() {
        return journal;
    }

    /** Returns violations of the contract by clients, oldest first; empty for a correct client. */
    public List<String> violations() {
        return journal.violations();
    }

    /** Returns the number of open TCP connections. */
    public int openConnections() {
        return server.connections().openConnections();
    }

    /** Returns the highest number of TCP connections open at the same time. */
    public int peakConnections() {
        return server.connections().peakConnections();
    }

    /** Returns the number of TCP connections since the start. */
    public long connections() {
        return server.connections().connections();
    }

    /** Resets request and query counters, but not violations and session counters. */
    public void resetCounters() {
        journal.reset();
        queries.resetCounters();
    }

    private SimHttpServer.Reaction handle(SimRequest request) throws InterruptedException {
        long started = System.nanoTime();
        Matcher path = PATH.matcher(request.path());
        boolean known = path.matches();
        Shape shape = known && path.group(1) != null ? Shape.V2 : Shape.V1;
        boolean privately = request.path().equals(PRIVATE_PATH);
        String command = privately ? BulkCommand.PRIVATE : known ? path.group(2) : request.path();
        Call call = new Call(command, shape, request);
        journal.arrived(call.command());
        long device = queryCommands.deviceOf(call);
        SimFault fault = faults.take(call.command(), device);
        int status = 0;
        try {
            if (fault == null || fault.carriesOut()) {
                Pause.of(behaviour.latency);
                if (fault instanceof SimFault.Delay delay) {
                    Pause.of(delay.pause());
                }
                HttpAnswer answer = answer(call, known, privately);
                status = answer.status();
                return new SimHttpServer.Reaction(answer, fault);
            }
            HttpAnswer instead = fault instanceof SimFault.Instead other ? other.answer() : null;
            status = instead == null ? 0 : instead.status();
            return new SimHttpServer.Reaction(instead, instead == null ? fault : null);
        } finally {
            journal.ended(new Journal.Entry(call.command(), shape.word(), device, status, started, System.nanoTime()));
        }
    }

    private HttpAnswer answer(Call call, boolean known, boolean privately) {
        try {
            return privately ? carryOutPrivately(call) : known ? carryOut(call) : HttpAnswer.text(404, "Not Found");
        } catch (SimRefusal refusal) {
            if (refusal.violation() != null) {
                journal.violation(refusal.violation());
            }
            return HttpAnswer.text(refusal.status(), refusal.getMessage());
        } catch (RuntimeException e) {
            journal.violation("the simulator failed: " + e);
            return HttpAnswer.text(500, "Error processing request, see server logs for more details");
        }
    }

    private HttpAnswer carryOut(Call call) throws SimRefusal {
        String name = call.command();
        SimRequest request = call.request();
        boolean login = name.equals("login");
        boolean logout = name.equals("logout");
        if (!(login || logout || commands.containsKey(name)) || !offered(call)) {
            return HttpAnswer.text(404, "Not Found");
        }
        String method = logout ? "DELETE" : "POST";
        if (!request.method().equals(method)) {
            throw SimRefusal.against(405, "Method Not Allowed", request + ": not " + method);
        }
        if (call.hasBody()
                && !request.headers().getOrDefault("content-type", "").startsWith("application/json")) {
            throw SimRefusal.against(415, "Unsupported Media Type", request + ": a body that is not application/json");
        }
        if (login) {
            if (request.headers().containsKey("x-xsrf-token")) {
                journal.violation("login with session headers");
            }
            return sessions.login(request);
        }
        String session = sessions.check(request);
        if (logout) {
            call.noBody();
            sessions.logout(session);
            return HttpAnswer.empty(200);
        }
        JsonNode content = commands.get(name).answer(call);
        if (content == null) {
            return HttpAnswer.empty(name.equals("miscKeepAlive") ? 204 : 200);
        }
        return HttpAnswer.json(200, call.shape().body(content));
    }

    /** The private surface, of which one command is simulated; its bodies are no JSON. */
    private HttpAnswer carryOutPrivately(Call call) throws SimRefusal {
        if (!bulk.isOffered(BulkBehaviour.Offer.PRIVATE)) {
            return HttpAnswer.text(404, "Not Found");
        }
        if (!call.request().method().equals("POST")) {
            throw SimRefusal.against(405, "Method Not Allowed", call.request() + ": not POST");
        }
        sessions.check(call.request());
        return bulk.answerPrivately(call);
    }

    private boolean offered(Call call) {
        EsmBehaviour.Surfaces surfaces = behaviour.surfaces;
        if (call.command().equals(BulkCommand.PUBLIC)
                && (call.shape() == Shape.V1 || !bulk.isOffered(BulkBehaviour.Offer.V2))) {
            return false;
        }
        return call.shape() == Shape.V1
                || surfaces == EsmBehaviour.Surfaces.BOTH
                || surfaces == EsmBehaviour.Surfaces.V2_FOR_QUERIES
                        && call.command().startsWith("qry");
    }

    /** Stops serving and closes all connections. */
    @Override
    public void close() {
        server.close();
    }
}
