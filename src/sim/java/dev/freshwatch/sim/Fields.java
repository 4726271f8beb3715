package dev.freshwatch.sim;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Strict access to a JSON object: unknown or missing fields and wrong types are rejected. */
final class Fields {

    static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String where;
    private final JsonNode node;

    private Fields(String where, JsonNode node) {
        this.where = where;
        this.node = node;
    }

    /** @param allowed all allowed fields */
    static Fields of(String where, String text, Set<String> allowed) throws SimRefusal {
        try {
            return of(where, JSON.readTree(text), allowed);
        } catch (JsonProcessingException e) {
            throw SimRefusal.invalidInput(where + ": not JSON");
        }
    }

    static Fields of(String where, JsonNode node, Set<String> allowed) throws SimRefusal {
        if (node == null || !node.isObject()) {
            throw SimRefusal.invalidInput(where + ": not an object");
        }
        for (var names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!allowed.contains(name)) {
                throw SimRefusal.invalidInput(where + ": unknown field '" + name + "'");
            }
        }
        return new Fields(where, node);
    }

    boolean has(String name) {
        return node.has(name);
    }

    JsonNode node(String name) throws SimRefusal {
        if (!node.has(name)) {
            throw SimRefusal.invalidInput(where + ": no field '" + name + "'");
        }
        return node.get(name);
    }

    Fields object(String name, Set<String> allowed) throws SimRefusal {
        return of(where + "." + name, node(name), allowed);
    }

    String text(String name) throws SimRefusal {
        JsonNode value = node(name);
        if (!value.isTextual()) {
            throw wrongType(name);
        }
        return value.textValue();
    }

    String text(String name, Set<String> oneOf) throws SimRefusal {
        String value = text(name);
        if (!oneOf.contains(value)) {
            throw SimRefusal.invalidInput(where + "." + name + ": no such value '" + value + "'");
        }
        return value;
    }

    String textOrNull(String name) throws SimRefusal {
        return node.has(name) ? text(name) : null;
    }

    int number(String name, int max, int otherwise) throws SimRefusal {
        if (!node.has(name)) {
            return otherwise;
        }
        JsonNode value = node.get(name);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0 || value.intValue() > max) {
            throw wrongType(name);
        }
        return value.intValue();
    }

    boolean flag(String name, boolean otherwise) throws SimRefusal {
        if (node.has(name) && !node.get(name).isBoolean()) {
            throw wrongType(name);
        }
        return node.has(name) ? node.get(name).booleanValue() : otherwise;
    }

    /** Returns the objects of a list; empty if the list is missing. */
    List<Fields> objects(String name, Set<String> allowed) throws SimRefusal {
        List<Fields> all = new ArrayList<>();
        for (JsonNode element : list(name)) {
            all.add(of(where + "." + name, element, allowed));
        }
        return all;
    }

    List<String> texts(String name) throws SimRefusal {
        List<String> all = new ArrayList<>();
        for (JsonNode element : list(name)) {
            if (!element.isTextual()) {
                throw wrongType(name);
            }
            all.add(element.textValue());
        }
        return all;
    }

    private Iterable<JsonNode> list(String name) throws SimRefusal {
        if (!node.has(name)) {
            return List.of();
        }
        if (!node.get(name).isArray()) {
            throw wrongType(name);
        }
        return node.get(name);
    }

    private SimRefusal wrongType(String name) {
        return SimRefusal.invalidInput(where + ": wrong type or range of '" + name + "'");
    }
}
