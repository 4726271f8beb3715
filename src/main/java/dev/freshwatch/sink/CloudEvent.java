package dev.freshwatch.sink;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.alert.Notice.Marks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/** A notice as a CloudEvent 1.0 in structured JSON mode. */
public final class CloudEvent {

    /** Without a charset parameter: JSON is always UTF-8. */
    public static final String CONTENT_TYPE = "application/cloudevents+json";

    /** The maximum number of checks listed for a group. */
    private static final int MEMBERS = 1000;

    private static final JsonMapper MAPPER = new JsonMapper();

    private CloudEvent() {}

    /** UTF-8, fields in a fixed order, no whitespace. */
    public static byte[] bytes(Notice notice) {
        ObjectNode data = CheckJson.of(notice.finding());
        data.put("message", SanitizedNotice.notice(notice).message());
        data.put("episode", notice.episode());
        data.put("since", notice.since() == null ? null : Utc.millis(notice.since()));
        data.put("kind", notice.kind().word());
        addMarks(notice, data);

        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("specversion", "1.0");
        event.put("id", notice.id());
        event.put("source", "/freshwatch/" + uriSegment(notice.origin().host()));
        event.put("type", "dev.freshwatch." + notice.kind().word());
        event.put("subject", SanitizedNotice.text(notice.finding().check().value()));
        event.put("time", Utc.millis(notice.madeAt()));
        event.put("datacontenttype", "application/json");
        event.set("data", data);
        return written(event);
    }

    /** Adds these fields only if they apply, so that other documents do not change. */
    private static void addMarks(Notice notice, ObjectNode data) {
        Marks marks = notice.marks();
        if (marks.gap() != null) {
            data.put("gapSeconds", marks.gap().toSeconds());
        }
        if (marks.delayed() != null) {
            data.put("delayedSeconds", marks.delayed().toSeconds());
        }
        if (notice.isGroup()) {
            ArrayNode members = data.putArray("members");
            marks.members().stream().limit(MEMBERS).forEach(member -> members.add(CheckJson.of(member)));
            if (marks.members().size() > MEMBERS) {
                data.put("moreMembers", marks.members().size() - MEMBERS);
            }
        }
    }

    /** A minimal event, for a notice for which {@link #bytes} fails. */
    /** The event, or what can be said if the notice cannot be rendered: a notice is never lost by its text. */
    static byte[] orFallback(Notice notice) {
        try {
            return bytes(notice);
        } catch (RuntimeException e) {
            FallbackText.log("CloudEvent", notice, e);
            return fallback(notice);
        }
    }

    static byte[] fallback(Notice notice) {
        String kind = FallbackText.kind(notice).toLowerCase(Locale.ROOT);
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("specversion", "1.0");
        event.put("id", FallbackText.word(notice.id()));
        event.put("source", "/freshwatch");
        event.put("type", "dev.freshwatch." + kind);
        event.put("subject", FallbackText.check(notice));
        event.put("datacontenttype", "application/json");
        event.putObject("data")
                .put("check", FallbackText.check(notice))
                .put("state", FallbackText.state(notice))
                .put("message", FallbackText.line(notice))
                .put("episode", FallbackText.word(notice.episode()))
                .put("kind", kind);
        return written(event);
    }

    private static byte[] written(ObjectNode event) {
        try {
            return MAPPER.writeValueAsBytes(event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * {@code source} is a URI reference, so all characters that are not unreserved (RFC 3986, section 2.3) are
     * percent-encoded.
     */
    private static String uriSegment(String host) {
        StringBuilder segment = new StringBuilder();
        for (byte b : Utf8.bytes(host)) {
            char c = (char) (b & 0xFF);
            boolean unreserved = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "-._~".indexOf(c) >= 0;
            segment.append(unreserved ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        return segment.toString();
    }
}
