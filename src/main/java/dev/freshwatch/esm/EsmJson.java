package dev.freshwatch.esm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.platform.PlatformJson;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** Reads JSON answers: lenient about shape, since versions differ (section 1), strict about meaning. */
final class EsmJson {

    private static final ObjectMapper MAPPER = PlatformJson.mapper().build();

    private EsmJson() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static String write(JsonNode json) {
        return json.toString();
    }

    /** Returns the answer without the wrapper of v1. */
    static JsonNode read(byte[] body, String what) throws EsmException {
        JsonNode json;
        try {
            json = MAPPER.readTree(body);
        } catch (IOException e) {
            throw new EsmException(Reason.UNREADABLE, what + ": the answer is not JSON", e);
        }
        if (json == null || json.isMissingNode()) {
            throw unreadable(what, "the answer is empty");
        }
        return json.isObject() && json.has("return") ? json.get("return") : json;
    }

    /**
     * Reads an id in any of its shapes: number, text of digits, {@code {"value": …}} or {@code {"id": …}}.
     *
     * @throws EsmException if it is not an id, or is a floating-point number: ids exceed 2^53
     */
    static long id(JsonNode node, String what) throws EsmException {
        JsonNode plain = plain(node);
        if (plain.isIntegralNumber() && plain.canConvertToLong()) {
            return plain.longValue();
        }
        if (plain.isTextual() && plain.textValue().strip().matches("-?\\d{1,19}")) {
            try {
                return Long.parseLong(plain.textValue().strip());
            } catch (NumberFormatException e) {
                throw new EsmException(Reason.UNREADABLE, what + ": an id is out of range", e);
            }
        }
        throw unreadable(what, "no id where one was expected");
    }

    /** Reads an id that is only handed back to the ESM, such as a result id: text or digits. */
    static String idText(JsonNode node, String what) throws EsmException {
        JsonNode plain = plain(node);
        if (plain.isIntegralNumber()) {
            return plain.asText();
        }
        if (plain.isTextual()
                && !plain.textValue().isBlank()
                && plain.textValue().length() <= 200) {
            return plain.textValue();
        }
        throw unreadable(what, "no id where one was expected");
    }

    /** Returns a text, or null if there is none. */
    static String text(JsonNode node) {
        JsonNode plain = plain(node);
        return plain.isTextual() || plain.isIntegralNumber() ? plain.asText() : null;
    }

    /** Reads a boolean in any notation that the versions use; empty if it is neither true nor false. */
    static Optional<Boolean> flag(JsonNode node) {
        JsonNode plain = plain(node);
        String word = plain.isBoolean() ? plain.asText() : String.valueOf(text(plain));
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "true", "t", "1" -> Optional.of(true);
            case "false", "f", "0" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    static JsonNode array(JsonNode node, String what) throws EsmException {
        if (node == null || !node.isArray()) {
            throw unreadable(what, "no list where one was expected");
        }
        return node;
    }

    static EsmException unreadable(String what, String detail) {
        return new EsmException(Reason.UNREADABLE, what + ": " + PlainText.line(detail, 200));
    }

    private static JsonNode plain(JsonNode node) {
        if (node == null) {
            return JsonNodeFactory.instance.missingNode();
        }
        if (node.isObject()) {
            return node.has("value") ? node.get("value") : node.path("id");
        }
        return node;
    }
}
