package dev.freshwatch.esm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;

/** The two public surfaces of the API: the same commands, with ids in different shapes (section 1). */
enum ApiVersion {
    V1("/rs/esm/") {
        @Override
        JsonNode id(String id) {
            return JsonNodeFactory.instance.objectNode().set("value", plain(id));
        }

        @Override
        JsonNode userId(String id) {
            return id(id);
        }
    },
    V2("/rs/esm/v2/") {
        @Override
        JsonNode id(String id) {
            return JsonNodeFactory.instance.textNode(id);
        }

        @Override
        JsonNode userId(String id) {
            return plain(id);
        }
    };

    private final String path;

    ApiVersion(String path) {
        this.path = path;
    }

    String path(String command) {
        return path + command;
    }

    /** Returns an id in the shape that this surface expects in a body. */
    abstract JsonNode id(String id);

    /** Returns the id of a user, which is a small number: on v2, [XS] sends it as a number. */
    abstract JsonNode userId(String id);

    private static JsonNode plain(String id) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        // Digits beyond 2^53 must stay exact: BigInteger, never double.
        return id.matches("-?\\d{1,30}") ? json.numberNode(new BigInteger(id)) : json.textNode(id);
    }

    ApiVersion other() {
        return this == V1 ? V2 : V1;
    }

    /** Returns the surface on which clients call a command on every version: v2 for queries, v1 for everything else. */
    static ApiVersion usual(String command) {
        return command.startsWith("qry") ? V2 : V1;
    }
}
