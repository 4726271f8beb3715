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
 * What a MISP tells of itself to somebody who begins to watch it.
 *
 * @param version such as {@code 2.5.1}; null = it was not told
 * @param workers how many good ones each queue has; empty where that was not told
 * @param reason  why something of it is missing; null where nothing is
 * @param failure the same in one line
 */
public record MispSurvey(String version, Map<String, Integer> workers, Reason reason, String failure) {

    /** Any API role may ask for it; the cheapest call that needs a key (section 3 of the contract). */
    private static final String VERSION = "/servers/getVersion";

    /** Each key is shown once at least, so that one that is not taken is found. */
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
