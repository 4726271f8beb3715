package dev.freshwatch.wire;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshwatch.notice.Notice;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A notice as a CloudEvent 1.0 in structured JSON. */
public final class CloudEvent {

    /** Exactly this, without a charset: JSON is UTF-8. */
    public static final String CONTENT_TYPE = "application/cloudevents+json";

    private static final JsonMapper MAPPER = new JsonMapper();

    private CloudEvent() {}

    /** UTF-8, fields in a fixed order, no blanks. */
    public static byte[] bytes(Notice notice) {
        ObjectNode data = CheckJson.of(notice.finding());
        data.put("message", Plain.notice(notice).message());
        data.put("episode", notice.episode());
        data.put("since", notice.since() == null ? null : Utc.millis(notice.since()));
        data.put("kind", notice.kind().word());

        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("specversion", "1.0");
        event.put("id", notice.id());
        event.put("source", "/freshwatch/" + uriSegment(notice.origin().host()));
        event.put("type", "dev.freshwatch." + notice.kind().word());
        event.put("subject", Plain.text(notice.finding().check().value()));
        event.put("time", Utc.millis(notice.madeAt()));
        event.put("datacontenttype", "application/json");
        event.set("data", data);
        try {
            return MAPPER.writeValueAsBytes(event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code source} is a URI reference: what is not unreserved (RFC 3986, section 2.3) is percent-encoded. */
    private static String uriSegment(String host) {
        StringBuilder segment = new StringBuilder();
        for (byte b : Utf8.bytes(host)) {
            char c = (char) (b & 0xFF);
            boolean unreserved = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "-._~".indexOf(c) >= 0;
            segment.append(unreserved ? String.valueOf(c) : "%%%02X".formatted((int) c));
        }
        return segment.toString();
    }
}
