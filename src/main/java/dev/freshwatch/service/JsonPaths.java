package dev.freshwatch.service;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.Option;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import dev.freshwatch.config.BadValue;
import java.util.ArrayList;
import java.util.List;

/** Reads JSONPaths, and follows them through answers of any shape: what is not there is nothing, and no exception. */
final class JsonPaths {

    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final Configuration LENIENT_IN_SHAPE = Configuration.builder()
            .jsonProvider(new JacksonJsonNodeJsonProvider(JSON))
            .mappingProvider(new JacksonMappingProvider(JSON))
            .options(Option.SUPPRESS_EXCEPTIONS)
            .build();

    private JsonPaths() {}

    static JsonPath compile(String text) throws BadValue {
        try {
            return JsonPath.compile(text);
        } catch (InvalidPathException | IllegalArgumentException e) {
            throw new BadValue("is not a JSONPath", "write it like $.hits.hits[0]._source['@timestamp']");
        }
    }

    /** Returns what the path leads to; null = nothing. */
    static JsonNode find(JsonPath path, JsonNode root) {
        try {
            Object found = path.read(root, LENIENT_IN_SHAPE);
            return found instanceof JsonNode node ? node : null;
        } catch (JsonPathException e) {
            return null;
        }
    }

    /** Returns what the path leads to, with arrays flattened and nulls left out. */
    static List<JsonNode> values(JsonPath path, JsonNode root) {
        List<JsonNode> values = new ArrayList<>();
        JsonNode found = find(path, root);
        if (found != null) {
            flatten(found, values);
        }
        return values;
    }

    /** Adds the node, or what is in it if it is an array; nulls are left out. */
    static void flatten(JsonNode node, List<JsonNode> into) {
        if (node.isArray()) {
            node.forEach(part -> flatten(part, into));
        } else if (!node.isNull() && !node.isMissingNode()) {
            into.add(node);
        }
    }

    /** Whether the path leads to something that is not empty. @param path null = no */
    static boolean leadsToSomething(JsonPath path, JsonNode root) {
        return path != null && values(path, root).stream().anyMatch(HalfAnswers::isSomething);
    }
}
