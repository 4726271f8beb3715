package dev.freshwatch.service;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jayway.jsonpath.JsonPath;
import dev.freshwatch.config.BadValue;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * Reads the rows of an answer one by one, so that memory does not grow with their number; what is beside them is kept. A
 * path that is not of the simple form needs the whole answer, which then must not be larger than what may be beside the rows
 * otherwise.
 */
final class RowReader {

    /** Of one row, and of everything beside the rows: more is no list of sources. */
    private static final int MOST_TOKENS = 200_000;

    /** Several values follow each other in one answer. */
    private static final ObjectMapper ROWS =
            JsonPaths.JSON.copy().disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final String path;
    private final PathSteps simple;
    private final JsonPath full;

    private RowReader(String path, PathSteps simple, JsonPath full) {
        this.path = path;
        this.simple = simple;
        this.full = full;
    }

    static RowReader of(String each) throws BadValue {
        return new RowReader(each, PathSteps.of(each).orElse(null), JsonPaths.compile(each));
    }

    /**
     * Reads one answer.
     *
     * @param row receives each row, before it is known whether the answer is good
     * @throws IOException if it is not JSON, too large beside its rows, or breaks off
     */
    Read read(InputStream answer, Consumer<JsonNode> row) throws IOException {
        try (JsonParser plain = ROWS.createParser(answer)) {
            CountedTokens parser = new CountedTokens(plain, MOST_TOKENS);
            parser.nextToken();
            Reading reading = new Reading(parser, row);
            JsonNode rest = reading.value(simple == null ? -1 : 0);
            if (parser.nextToken() != null) {
                throw new NotJson("more than one value");
            }
            if (simple == null) {
                rows(rest, reading);
            }
            return new Read(rest, reading.found);
        }
    }

    /**
     * An answer that was read.
     *
     * @param rest  the answer without its rows
     * @param found whether there was a list of rows, if an empty one
     */
    record Read(JsonNode rest, boolean found) {}

    private void rows(JsonNode all, Reading reading) {
        JsonNode found = JsonPaths.find(full, all);
        if (found != null && found.isContainerNode()) {
            reading.found = true;
            found.forEach(reading.row);
        }
    }

    /** Returns what is said of an answer where it found none. */
    String missing() {
        return "answer has no list at " + path;
    }

    /** The answer is not JSON, or larger than it may be. The message quotes nothing of it. */
    static final class NotJson extends IOException {

        private static final long serialVersionUID = 1;

        NotJson(String message) {
            super(message);
        }
    }

    private final class Reading {

        private final CountedTokens parser;
        private final Consumer<JsonNode> row;
        private boolean found;

        Reading(CountedTokens parser, Consumer<JsonNode> row) {
            this.parser = parser;
            this.row = row;
        }

        /** Reads the value that begins here. @param step the next of the path; -1 = not on it */
        JsonNode value(int step) throws IOException {
            JsonToken token = parser.currentToken();
            if (token == null) {
                throw new NotJson("answer is empty");
            }
            if (step >= 0 && step == simple.steps().size()) {
                return rows(token);
            }
            if (step >= 0 && token == JsonToken.START_OBJECT) {
                return object(step);
            }
            return step >= 0 && token == JsonToken.START_ARRAY ? array(step) : parser.readValueAsTree();
        }

        private ObjectNode object(int step) throws IOException {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                if (object.has(name) && simple.steps().get(step).equals(name)) {
                    throw new NotJson("answer has the field '" + name + "' twice");
                }
                object.set(name, value(simple.steps().get(step).equals(name) ? step + 1 : -1));
            }
            return object;
        }

        private ArrayNode array(int step) throws IOException {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            for (int at = 0; parser.nextToken() != JsonToken.END_ARRAY; at++) {
                array.add(value(simple.steps().get(step).equals(at) ? step + 1 : -1));
            }
            return array;
        }

        private JsonNode rows(JsonToken token) throws IOException {
            if (token != JsonToken.START_ARRAY && token != JsonToken.START_OBJECT) {
                return parser.readValueAsTree();
            }
            found = true;
            boolean array = token == JsonToken.START_ARRAY;
            long before = parser.count();
            while (!parser.nextToken().isStructEnd()) {
                if (!array) {
                    parser.nextToken();
                }
                parser.count(0);
                row.accept(parser.readValueAsTree());
            }
            parser.count(before);
            return JsonNodeFactory.instance.arrayNode();
        }
    }
}
