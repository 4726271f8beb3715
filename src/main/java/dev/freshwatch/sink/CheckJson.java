package dev.freshwatch.sink;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The check object of {@code check --output json} and of webhooks. Every field is always present, in this order; fields
 * that do not apply are null.
 */
public final class CheckJson {

    private CheckJson() {}

    /** Returns a new object; the caller may add to it. */
    public static ObjectNode of(Finding finding) {
        Finding plain = SanitizedNotice.finding(finding);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("check", SanitizedNotice.text(plain.check().value()));
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

    /** The complete output of {@code check --output json}. */
    public static ObjectNode report(List<Finding> findings, State worst, Instant checkedAt) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("checkedAt", Utc.millis(checkedAt));
        json.put("worst", worst.word());
        ArrayNode checks = json.putArray("checks");
        findings.forEach(finding -> checks.add(of(finding)));
        return json;
    }

    private static Long seconds(Duration duration) {
        return duration == null ? null : duration.toSeconds();
    }
}
