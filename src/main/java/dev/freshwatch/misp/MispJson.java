package dev.freshwatch.misp;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshwatch.http.Reply;
import dev.freshwatch.platform.PlatformJson;
import java.io.IOException;
import java.util.Locale;
import java.util.OptionalLong;

/** Reads JSON answers: lenient about how numbers are written (section 1), strict about everything else. */
final class MispJson {

    private static final ObjectMapper MAPPER = PlatformJson.mapper()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private MispJson() {}

    /** Returns the JSON of a good answer: status 200, a JSON content type, and nothing but JSON in it. */
    static JsonNode read(Reply reply, KeyName key) throws MispException {
        MispErrors.check(reply, key);
        String type = reply.header("content-type").orElse("").toLowerCase(Locale.ROOT);
        int semicolon = type.indexOf(';');
        String plain = (semicolon < 0 ? type : type.substring(0, semicolon)).strip();
        if (!plain.equals("application/json")) {
            boolean html =
                    plain.equals("text/html") || reply.text().stripLeading().startsWith("<");
            throw MispErrors.unreadable(html ? "an HTML page instead of JSON" : "the content type is not JSON", reply);
        }
        try {
            JsonNode json = MAPPER.readTree(reply.body());
            if (json != null && !json.isMissingNode()) {
                return json;
            }
        } catch (IOException e) {
            throw MispErrors.unreadable("the answer is not JSON", reply);
        }
        throw MispErrors.unreadable("the answer is empty", reply);
    }

    /** Returns the {@code message} of an error; empty if there is none. Only for comparison, must never be shown. */
    static String message(Reply reply) {
        try {
            JsonNode json = MAPPER.readTree(reply.body());
            return json == null ? "" : json.path("message").asText("");
        } catch (IOException e) {
            // Most likely the page of a proxy: the status says enough.
            return "";
        }
    }

    /** Reads an integer, which may be written as a text. */
    static OptionalLong number(JsonNode node) {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return OptionalLong.of(node.longValue());
        }
        return node.isTextual() && node.textValue().matches("\\d{1,18}")
                ? OptionalLong.of(Long.parseLong(node.textValue()))
                : OptionalLong.empty();
    }
}
