package dev.freshwatch.sim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The two shapes of the API: v1 wraps answers and ids, v2 does not (esm.md section 1). */
enum Shape {
    V1,
    V2;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** {@code v1} or {@code v2}. */
    String word() {
        return this == V1 ? "v1" : "v2";
    }

    /** Returns the body of an answer; null gives an empty one. */
    String body(JsonNode content) {
        if (content == null) {
            return "";
        }
        try {
            return Fields.JSON.writeValueAsString(
                    this == V1 ? NODES.objectNode().set("return", content) : content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write JSON", e);
        }
    }

    /** Returns the id of a result, an alarm or a zone. */
    JsonNode id(long id, boolean asText) {
        if (this == V1) {
            return NODES.objectNode().put("value", id);
        }
        return asText ? NODES.textNode(Long.toString(id)) : NODES.numberNode(id);
    }

    /** Returns the id of a device. */
    JsonNode deviceId(long id, boolean asText) {
        if (this == V1) {
            return NODES.objectNode().put("id", id);
        }
        return asText ? NODES.textNode(Long.toString(id)) : NODES.numberNode(id);
    }

    /**
     * Reads an id sent by a client: {@code {"value": n}} in v1, plain in v2; a number or its digits.
     *
     * @throws SimRefusal if it has the shape of the other surface, or is not an id
     */
    long readId(JsonNode sent) throws SimRefusal {
        JsonNode plain = sent;
        if (this == V1) {
            if (!(sent instanceof ObjectNode object) || object.size() != 1 || !object.has("value")) {
                throw SimRefusal.badRequest("v1 requires an id as {\"value\": n}, not " + sent);
            }
            plain = object.get("value");
        }
        if (plain.isIntegralNumber() && plain.canConvertToLong()) {
            return plain.longValue();
        }
        if (plain.isTextual() && plain.textValue().matches("\\d{1,18}")) {
            return Long.parseLong(plain.textValue());
        }
        throw SimRefusal.badRequest(word() + ": not an id: " + sent);
    }
}
