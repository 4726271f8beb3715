package dev.freshwatch.sim.misp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshwatch.sim.HttpAnswer;
import dev.freshwatch.sim.SimHttpServer;
import dev.freshwatch.sim.SimRequest;
import java.net.URI;
import java.time.format.DateTimeParseException;

/**
 * Observes and controls a simulated MISP from another process: {@code GET /stats}, {@code GET /workers},
 * {@code POST /control?key=value&…}; the keys are those of {@link MispWords}.
 */
public final class MispControl implements AutoCloseable {

    private final SimMisp misp;
    private final MispWords words;
    private final SimHttpServer server;

    /** @param port 0 = a free one */
    public MispControl(int port, SimMisp misp) {
        this.misp = misp;
        this.words = new MispWords(misp);
        this.server = new SimHttpServer("sim-control", port, null, this::handle);
    }

    public URI url() {
        return server.url();
    }

    private SimHttpServer.Reaction handle(SimRequest request) {
        return new SimHttpServer.Reaction(answer(request), null);
    }

    private HttpAnswer answer(SimRequest request) {
        try {
            return switch (request.toString()) {
                case "GET /stats" -> HttpAnswer.json(200, PhpJson.pretty(stats()) + "\n");
                case "GET /workers" -> HttpAnswer.json(200, PhpJson.pretty(workers()) + "\n");
                case "POST /control" -> {
                    words.apply(request.query());
                    yield HttpAnswer.empty(204);
                }
                default -> HttpAnswer.text(404, "GET /stats, GET /workers or POST /control?…");
            };
        } catch (IllegalArgumentException | DateTimeParseException e) {
            return HttpAnswer.text(400, String.valueOf(e.getMessage()));
        }
    }

    private ObjectNode stats() {
        ObjectNode stats = JsonNodeFactory.instance
                .objectNode()
                .put("requests", misp.requests().total())
                .put("peakRequestsInFlight", misp.requests().peakInFlight())
                .put("restartCalls", misp.restartCalls())
                .put("openConnections", misp.openConnections())
                .put("violationCount", misp.requests().violationCount());
        ArrayNode violations = stats.putArray("violations");
        misp.violations().forEach(violations::add);
        ObjectNode perAction = stats.putObject("perAction");
        misp.requests().perCommand().forEach(perAction::put);
        ObjectNode perKey = stats.putObject("perKeyAndAction");
        misp.counts().all().forEach(perKey::put);
        return stats;
    }

    /** Returns the process ids of the living workers of each queue. */
    private ObjectNode workers() {
        ObjectNode queues = JsonNodeFactory.instance.objectNode();
        for (String queue : misp.workers().queueNames()) {
            ArrayNode pids = queues.putArray(queue);
            misp.workers().pids(queue).forEach(pids::add);
        }
        return queues;
    }

    @Override
    public void close() {
        server.close();
    }
}
