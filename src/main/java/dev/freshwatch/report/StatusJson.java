package dev.freshwatch.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshwatch.alert.SilenceMatcher.Silenced;
import dev.freshwatch.history.AcknowledgementTable.Acknowledgement;
import dev.freshwatch.history.Look;
import dev.freshwatch.history.OpenProblem;
import dev.freshwatch.outbox.SinkHealth;
import dev.freshwatch.outbox.SinkHealth.Trouble;
import dev.freshwatch.report.Status.Quiet;
import dev.freshwatch.sink.CheckJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * {@code status --output json}. Every field is always present; fields that do not apply are null. Times are UTC, RFC
 * 3339.
 */
public final class StatusJson {

    private StatusJson() {}

    public static ObjectNode of(Status status) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("at", time(status.at()));
        json.put("watch", status.watched() ? "running" : "stopped");
        ArrayNode problems = json.putArray("problems");
        status.problems().forEach(problem -> add(problem, problems.addObject()));
        ArrayNode checks = json.putArray("checks");
        StatusChecks.sorted(status.looks()).forEach(look -> checks.add(check(look)));
        ArrayNode silences = json.putArray("silences");
        status.quiet().forEach(quiet -> add(quiet, silences.addObject()));
        ArrayNode sinks = json.putArray("sinks");
        status.sinks().stream().sorted().forEach(sinks::add);
        ArrayNode outboxes = json.putArray("outboxes");
        status.outboxes().forEach(outbox -> add(outbox, outboxes.addObject()));
        return json;
    }

    private static void add(OpenProblem problem, ObjectNode json) {
        json.put("check", problem.check().value());
        json.put("name", problem.name());
        json.put("state", problem.state().word());
        json.put("reason", problem.reason() == null ? null : problem.reason().word());
        json.put("message", problem.message());
        json.put("since", time(problem.since()));
        json.put("told", problem.told() == null ? null : problem.told().word());
        json.put("flapping", problem.flapping());
        json.put("observedAt", time(problem.observedAt()));
        put(problem.silenced(), json);
        put(problem.acknowledged(), json);
    }

    /** @param silenced null = it is not */
    static void put(Silenced silenced, ObjectNode json) {
        if (silenced == null) {
            json.putNull("silenced");
        } else {
            json.putObject("silenced")
                    .put("until", time(silenced.until()))
                    .put("by", silenced.by())
                    .put("reason", silenced.reason());
        }
    }

    /** @param acknowledged null = it is not */
    static void put(Acknowledgement acknowledged, ObjectNode json) {
        if (acknowledged == null) {
            json.putNull("acknowledged");
        } else {
            json.putObject("acknowledged")
                    .put("until", time(acknowledged.ends()))
                    .put("by", acknowledged.madeBy())
                    .put("reason", acknowledged.reason());
        }
    }

    /** The check object of {@code check --output json}, with the time of the next look. */
    static ObjectNode check(Look look) {
        ObjectNode json = CheckJson.of(look.finding());
        json.put("confirmed", look.confirmed());
        json.put("everySeconds", look.every() == null ? null : look.every().toSeconds());
        json.put("nextLookAt", look.next().map(StatusJson::time).orElse(null));
        return json;
    }

    private static void add(Quiet quiet, ObjectNode json) {
        json.put("glob", quiet.glob());
        json.put("from", time(quiet.from()));
        json.put("until", time(quiet.until()));
        json.put("by", quiet.by());
        json.put("reason", quiet.reason());
        json.put("heal", quiet.heal());
    }

    private static void add(SinkHealth outbox, ObjectNode json) {
        json.put("sink", outbox.sink());
        json.put("waiting", outbox.pending());
        json.put("oldest", time(outbox.oldest()));
        json.put("failingSince", time(outbox.failingSince()));
        json.put("failure", outbox.reason());
        Trouble refused = outbox.refused();
        if (refused == null) {
            json.putNull("givenUp");
        } else {
            json.putObject("givenUp")
                    .put("check", refused.check())
                    .put("at", time(refused.at()))
                    .put("reason", refused.reason());
        }
    }

    static String time(Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
