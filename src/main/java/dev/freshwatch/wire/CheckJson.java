package dev.freshwatch.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshwatch.freshness.Finding;
import java.time.Duration;

/**
 * The check object as it stands in {@code check --output json}, in webhooks and in the API. Every field is always
 * there, in this order; what does not apply is null.
 */
public final class CheckJson {

    private CheckJson() {}

    /** A new object, free to be added to. */
    public static ObjectNode of(Finding finding) {
        Finding plain = Plain.finding(finding);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("check", Plain.text(plain.check().value()));
        json.put("name", plain.name());
        json.put("state", plain.state().word());
        json.put("reason", plain.reason().word());
        json.put("message", plain.message());
        json.put("lastActivity", plain.lastActivity() == null ? null : Utc.shortest(plain.lastActivity()));
        json.put("ageSeconds", seconds(plain.age()));
        json.put("warnAfterSeconds", seconds(plain.limits().warnAfter()));
        json.put("errorAfterSeconds", seconds(plain.limits().errorAfter()));
        json.put("observedAt", plain.observedAt() == null ? null : Utc.millis(plain.observedAt()));
        json.put(
                "responseMillis",
                plain.response() == null ? null : plain.response().toMillis());
        return json;
    }

    private static Long seconds(Duration duration) {
        return duration == null ? null : duration.toSeconds();
    }
}
