package dev.freshwatch.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshwatch.freshness.PlainText;
import java.time.ZoneOffset;
import java.util.Locale;

/** {@code explain --output json}. Every field is always there; what does not apply is null. Times are UTC, RFC 3339. */
public final class ExplainJson {

    private ExplainJson() {}

    public static ObjectNode of(Explanation explanation) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("at", StatusJson.time(explanation.at()));
        json.put("watch", explanation.watched() ? "running" : "stopped");
        json.set("check", StatusJson.check(explanation.look()));
        json.put(
                "lastActivityBy",
                explanation.look().finding().foundBy() == null
                        ? null
                        : explanation.look().finding().foundBy().word());
        json.put(
                "confirmedState",
                explanation.state().confirmed() == null
                        ? null
                        : explanation.state().confirmed().word());
        json.put("flapping", explanation.state().flaps().on());
        ArrayNode looks = json.putArray("looks");
        explanation.look().recent().forEach(state -> looks.add(state.word()));
        ArrayNode settings = json.putArray("settings");
        explanation.look().settings().forEach(setting -> settings.addObject()
                .put("name", setting.name())
                .put("value", setting.value())
                .put("origin", setting.origin()));
        json.put("configurationSince", StatusJson.time(explanation.configured()));
        if (explanation.parent() == null) {
            json.putNull("parent");
        } else {
            json.putObject("parent")
                    .put("check", explanation.parent().check().value())
                    .put("state", explanation.parent().finding().state().word());
        }
        surroundings(explanation, json);
        ArrayNode told = json.putArray("told");
        explanation.deliveries().forEach(delivery -> told.addObject()
                .put("kind", delivery.kind().name().toLowerCase(Locale.ROOT))
                .put("madeAt", StatusJson.time(delivery.madeAt()))
                .put("sink", delivery.sink())
                .put("outcome", delivery.state())
                .put("attempts", delivery.attempts())
                .put("settledAt", StatusJson.time(delivery.settled()))
                .put("retryAt", StatusJson.time(delivery.retryAt()))
                .put("failure", delivery.reason() == null ? null : PlainText.name(delivery.reason())));
        ArrayNode next = json.putArray("next");
        new Outlook(explanation, ZoneOffset.UTC).lines().forEach(next::add);
        return json;
    }

    private static void surroundings(Explanation explanation, ObjectNode json) {
        StatusJson.put(explanation.silenced(), json);
        StatusJson.put(explanation.acknowledged(), json);
        if (explanation.problem() == null) {
            json.putNull("problem");
        } else {
            json.putObject("problem")
                    .put("episode", explanation.problem().id())
                    .put("since", StatusJson.time(explanation.problem().since()))
                    .put("ended", StatusJson.time(explanation.problem().closed()));
        }
    }
}
