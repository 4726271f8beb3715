package dev.freshwatch.sim;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Watches and directs a simulated ESM from another process: {@code GET /stats}, {@code GET /receivers},
 * {@code POST /control?key=value&…}. Durations are {@code 0.2s 2m 1h}. Keys:
 *
 * <ul>
 *   <li>{@code events=stop|resume|clear}, with {@code receiver=<id>} or for all; {@code alarms=stop|resume|clear}
 *   <li>{@code sessions=expire}, {@code queries=expire}, {@code counters=reset}
 *   <li>{@code fault=}{@link FaultWord a word}{@code &command=<name or *>}, with {@code receiver=<id>} and {@code times=<n>}; {@code faults=clear}
 *   <li>{@code query-duration}, with {@code receiver=<id>} or for all; {@code query-cap}, {@code latency}, {@code skew}, {@code zone=<tzId>}
 * </ul>
 */
final class SimControl implements AutoCloseable {

    private static final Set<String> KEYS = Set.of(
            "events",
            "alarms",
            "receiver",
            "sessions",
            "queries",
            "counters",
            "fault",
            "faults",
            "command",
            "times",
            "query-duration",
            "query-cap",
            "latency",
            "skew",
            "zone");

    private final SimEsm esm;
    private final SimHttpServer server;

    /** @param port 0 = a free one */
    SimControl(int port, SimEsm esm) {
        this.esm = esm;
        this.server = new SimHttpServer("sim-control", port, null, this::handle);
    }

    URI url() {
        return server.url();
    }

    private SimHttpServer.Reaction handle(SimRequest request) {
        return new SimHttpServer.Reaction(answer(request), null);
    }

    private HttpAnswer answer(SimRequest request) {
        try {
            return switch (request.toString()) {
                case "GET /stats" -> HttpAnswer.json(200, stats().toString());
                case "GET /receivers" -> HttpAnswer.json(200, receivers().toString());
                case "POST /control" -> {
                    apply(request.query());
                    yield HttpAnswer.empty(204);
                }
                default -> HttpAnswer.text(404, "GET /stats, GET /receivers or POST /control?…");
            };
        } catch (IllegalArgumentException | DateTimeParseException e) {
            return HttpAnswer.text(400, String.valueOf(e.getMessage()));
        }
    }

    private ObjectNode stats() {
        Journal requests = esm.requests();
        Queries queries = esm.queries();
        Sessions sessions = esm.sessions();
        ObjectNode stats = JsonNodeFactory.instance
                .objectNode()
                .put("openQueries", queries.open())
                .put("peakQueries", queries.peak())
                .put("peakRunningQueries", queries.peakRunning())
                .put("startedQueries", queries.started())
                .put("closedQueries", queries.closed())
                .put("refusedQueries", queries.refused())
                .put("openSessions", sessions.open())
                .put("peakSessions", sessions.peak())
                .put("logins", sessions.attempts())
                .put("refusedLogins", sessions.refused())
                .put("logouts", sessions.logouts())
                .put("openConnections", esm.openConnections())
                .put("peakConnections", esm.peakConnections())
                .put("connections", esm.connections())
                .put("requests", requests.total())
                .put("peakRequestsInFlight", requests.peakInFlight())
                .put("violationCount", requests.violationCount());
        ArrayNode violations = stats.putArray("violations");
        requests.violations().forEach(violations::add);
        ObjectNode perCommand = stats.putObject("perCommand");
        requests.perCommand().forEach(perCommand::put);
        ArrayNode rounds = stats.putArray("rounds");
        requests.rounds().forEach(round -> rounds.addObject()
                .put("startedNanos", round.startedNanos())
                .put("endedNanos", round.endedNanos())
                .put("requests", round.requests()));
        return stats;
    }

    private ArrayNode receivers() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (SimDevice device : esm.appliance().receivers()) {
            list.addObject().put("id", Long.toString(device.id())).put("name", device.name());
        }
        return list;
    }

    private void apply(Map<String, String> keys) {
        if (keys.isEmpty() || !KEYS.containsAll(keys.keySet())) {
            throw new IllegalArgumentException("keys are " + KEYS);
        }
        EsmBehaviour behaviour = esm.behaviour();
        Long receiver = keys.containsKey("receiver") ? (Long) Long.parseLong(keys.get("receiver")) : null;
        keys.forEach((key, value) -> {
            switch (key) {
                case "events" -> chosen(receiver).forEach(device -> direct(device.events(), value));
                case "alarms" -> direct(esm.appliance().alarms().stream(), value);
                case "sessions" -> only(value, "expire", esm.sessions()::expire);
                case "queries" -> only(value, "expire", esm.queries()::expire);
                case "counters" -> only(value, "reset", esm::resetCounters);
                case "faults" -> only(value, "clear", esm.faults()::clear);
                case "fault" -> fault(FaultWord.parse(value), keys, receiver);
                case "query-duration" -> queryDuration(receiver, DurationWord.parse(value));
                case "query-cap" -> behaviour.queryCap(Integer.parseInt(value));
                case "latency" -> behaviour.latency(DurationWord.parse(value));
                case "skew" -> esm.appliance().skew(DurationWord.parse(value));
                case "zone" -> esm.appliance().zone(Integer.parseInt(value));
                default -> {} // receiver, command and times belong to other keys
            }
        });
    }

    private List<SimDevice> chosen(Long receiver) {
        if (receiver == null) {
            return esm.appliance().receivers();
        }
        SimDevice device = esm.appliance().receiver(receiver);
        if (device == null) {
            throw new IllegalArgumentException("no Receiver " + receiver);
        }
        return List.of(device);
    }

    private static void direct(Feed feed, String word) {
        switch (word) {
            case "stop" -> feed.stop();
            case "resume" -> feed.resume();
            case "clear" -> feed.clear();
            default -> throw new IllegalArgumentException("stop, resume or clear, not " + word);
        }
    }

    private static void only(String value, String word, Runnable action) {
        if (!value.equals(word)) {
            throw new IllegalArgumentException(word + ", not " + value);
        }
        action.run();
    }

    private void fault(SimFault fault, Map<String, String> keys, Long receiver) {
        String command = keys.getOrDefault("command", SimFaults.ANY);
        int times = Integer.parseInt(keys.getOrDefault("times", Integer.toString(Integer.MAX_VALUE)));
        if (receiver == null) {
            esm.faults().next(times, command, fault);
        } else {
            esm.faults().next(times, command, receiver, fault);
        }
    }

    private void queryDuration(Long receiver, Duration duration) {
        if (receiver == null) {
            esm.behaviour().queryDuration(duration);
        } else {
            esm.behaviour().queryDuration(receiver, duration);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
