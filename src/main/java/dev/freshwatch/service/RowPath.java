package dev.freshwatch.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.jayway.jsonpath.JsonPath;
import dev.freshwatch.config.BadValue;
import java.util.ArrayList;
import java.util.List;

/** A JSONPath within a row. The simple form is followed without the engine: a list has thousands of rows. */
final class RowPath {

    private final PathSteps simple;
    private final JsonPath full;

    private RowPath(PathSteps simple, JsonPath full) {
        this.simple = simple;
        this.full = full;
    }

    static RowPath of(String text) throws BadValue {
        JsonPath full = JsonPaths.compile(text);
        return new RowPath(PathSteps.of(text).filter(path -> !path.elementsOf()).orElse(null), full);
    }

    /** Returns what it leads to, with arrays flattened and nulls left out. */
    List<JsonNode> values(JsonNode row) {
        if (simple == null) {
            return JsonPaths.values(full, row);
        }
        List<JsonNode> values = new ArrayList<>(1);
        JsonPaths.flatten(simple.follow(row), values);
        return values;
    }

    /** Returns the one text or number that it leads to; null if it leads to anything else. */
    String text(JsonNode row) {
        List<JsonNode> values = values(row);
        boolean usable = values.size() == 1
                && (values.get(0).isTextual() || values.get(0).isNumber());
        String text = usable ? values.get(0).asText().strip() : "";
        return text.isEmpty() ? null : text;
    }
}
