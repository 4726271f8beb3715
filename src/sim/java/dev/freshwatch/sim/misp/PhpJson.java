package dev.freshwatch.sim.misp;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;

/** JSON in PHP's layouts as used by MISP: the same bytes as in the recorded answers. */
final class PhpJson {

    static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final JsonMapper ASCII =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private PhpJson() {}

    /** Writes JSON without blanks. */
    static String compact(JsonNode node) {
        return write(JSON, node);
    }

    /** Writes JSON without blanks, ASCII only, with {@code \/}: bodies of errors. */
    static String escaped(JsonNode node) {
        return write(ASCII, node).replace("/", "\\/");
    }

    /** Writes JSON with four blanks per level. */
    static String pretty(JsonNode node) {
        StringBuilder out = new StringBuilder();
        pretty(node, "\n", out);
        return out.toString();
    }

    private static void pretty(JsonNode node, String line, StringBuilder out) {
        if (!node.isContainerNode() || node.isEmpty()) {
            out.append(write(JSON, node));
            return;
        }
        String inner = line + "    ";
        out.append(node.isArray() ? '[' : '{');
        String separator = inner;
        if (node.isArray()) {
            for (JsonNode element : node) {
                out.append(separator);
                pretty(element, inner, out);
                separator = "," + inner;
            }
        } else {
            for (var field : node.properties()) {
                out.append(separator)
                        .append(write(JSON, TextNode.valueOf(field.getKey())))
                        .append(": ");
                pretty(field.getValue(), inner, out);
                separator = "," + inner;
            }
        }
        out.append(line).append(node.isArray() ? ']' : '}');
    }

    private static String write(JsonMapper mapper, JsonNode node) {
        try {
            return mapper.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write JSON", e);
        }
    }
}
