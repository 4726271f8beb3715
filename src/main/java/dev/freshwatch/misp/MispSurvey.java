package dev.freshwatch.misp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshwatch.config.MispSettings;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.http.Reply;
import dev.freshwatch.platform.Deadline;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a MISP reports about itself, for setting up its configuration.
 *
 * @param version such as {@code 2.5.1}; null = not reported
 * @param workers number of good workers by queue; empty if not reported
 * @param reason  why something is missing; null if nothing is
 * @param failure the reason as one line of text; null if nothing is missing
 */
public record MispSurvey(String version, Map<String, Integer> workers, Reason reason, String failure) {

    /** Allowed for any API role; the cheapest call that requires a key (section 3 of the contract). */
    private static final String VERSION = "/servers/getVersion";

    /** Uses each key at least once, so that a refused one is noticed. */
    static MispSurvey ask(MispSettings settings, MispWire wire, Deadline deadline) {
        String version = null;
        try {
            if (settings.key() != null) {
                version = version(wire.withKey(VERSION, deadline), MispKey.WEAK.in(settings));
            }
            if (settings.adminKey() == null) {
                return new MispSurvey(version, Map.of(), null, null);
            }
            KeyName admin = MispKey.ADMIN.in(settings);
            if (version == null) {
                version = version(wire.withAdminKey("GET", VERSION, deadline), admin);
            }
            Reply reply = wire.withAdminKey("GET", WorkersReading.PATH, deadline);
            return new MispSurvey(version, workers(WorkersReading.read(reply, Set.of(), admin)), null, null);
        } catch (MispException e) {
            return new MispSurvey(version, Map.of(), e.reason(), e.getMessage());
        }
    }

    private static String version(Reply reply, KeyName key) throws MispException {
        JsonNode version = MispJson.read(reply, key).path("version");
        if (!version.isTextual() || version.textValue().isBlank()) {
            throw MispErrors.unreadable("JSON, but no version", reply);
        }
        return PlainText.line(version.textValue(), 40);
    }

    private static Map<String, Integer> workers(WorkersReading reading) {
        Map<String, Integer> workers = new TreeMap<>();
        reading.queues().forEach((name, queue) -> workers.put(name, (int) queue.good()));
        return workers;
    }
}
