package dev.freshwatch.sim.misp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshwatch.sim.HttpAnswer;
import java.util.Map;

/** The calls below {@code /servers} (misp.md sections 4, 5, 6 and 9). */
final class ServerActions {

    private static final String RESTARTING = "Restarting workers.";

    private final MispBehaviour behaviour;
    private final Workers workers;

    ServerActions(MispBehaviour behaviour, Workers workers) {
        this.behaviour = behaviour;
        this.workers = workers;
    }

    Map<String, Action> all() {
        return Map.of(
                "servers/getversion",
                Action.anybody(this::version),
                "servers/getworkers",
                Action.siteAdmin(this::getWorkers),
                "servers/getsetting",
                Action.siteAdmin(this::setting),
                "servers/restartdeadworkers",
                Action.change((call, key) -> restart(call, workers::restartDead)),
                "servers/restartworkers",
                Action.change((call, key) -> restart(call, workers::restartAll)),
                "servers/killallworkers",
                Action.change((call, key) -> restart(call, workers::killAll)),
                "servers/startworker",
                Action.change(this::start),
                "servers/stopworker",
                Action.change(this::stop));
    }

    private HttpAnswer version(MispCall call, ApiKey key) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("version", behaviour.version.text()).put("pymisp_recommended_version", behaviour.version.text());
        answer.put("perm_sync", key.syncs()).put("perm_sighting", key.writes());
        answer.put("perm_galaxy_editor", key.siteAdmin()).put("perm_analyst_data", key.writes());
        answer.put("uuid", key.syncs() ? "6ad9f0ba-0c9c-4f6b-9c52-1e1f3b1a2c3d" : "-");
        answer.putArray("request_encoding").add("gzip");
        return MispAnswers.json(call, answer.put("filter_sightings", true));
    }

    private HttpAnswer getWorkers(MispCall call, ApiKey key) throws MispRefusal {
        if (behaviour.jobsOff) {
            return MispAnswers.json(call, JsonNodeFactory.instance.arrayNode().add("Background jobs not enabled"));
        }
        return MispAnswers.json(call, workers.report());
    }

    private HttpAnswer setting(MispCall call, ApiKey key) throws MispRefusal {
        String name = argument(call);
        boolean value =
                switch (name) {
                    case "MISP.live" -> !behaviour.maintenance;
                    case "MISP.background_jobs" -> !behaviour.jobsOff;
                    default -> throw MispRefusal.notSimulated("getSetting " + name);
                };
        return MispAnswers.json(
                call, JsonNodeFactory.instance.objectNode().put("setting", name).put("value", value));
    }

    private HttpAnswer restart(MispCall call, Runnable effect) throws MispRefusal {
        workers.checkEngine();
        effect.run();
        return MispAnswers.saved(call, RESTARTING, null);
    }

    private HttpAnswer start(MispCall call, ApiKey key) throws MispRefusal {
        String queue = argument(call);
        workers.checkEngine();
        try {
            workers.start(queue);
        } catch (MispRefusal refusal) {
            if (refusal.status() == 403) {
                return MispAnswers.notSaved(call, refusal);
            }
            throw refusal;
        }
        return MispAnswers.saved(call, "Worker start signal sent", queue);
    }

    private HttpAnswer stop(MispCall call, ApiKey key) throws MispRefusal {
        String worker = argument(call);
        workers.checkEngine();
        workers.stop(worker);
        return MispAnswers.saved(call, "Worker stop signal sent", worker);
    }

    private static String argument(MispCall call) throws MispRefusal {
        if (call.arguments().size() != 1) {
            throw MispRefusal.notSimulated(call.request() + " without its one argument");
        }
        return call.arguments().get(0);
    }
}
