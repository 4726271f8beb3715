package dev.freshwatch.esm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/**
 * One command for the ESM.
 *
 * @param command such as {@code essmgtGetESSTime}
 * @param query   the query string without its question mark; null = none
 * @param body    makes the body in the shape of the surface that is used; null = no body
 * @param silent  true = the answer is empty, or JSON that does not matter
 */
record EsmCall(String command, String query, Function<Surface, JsonNode> body, boolean silent) {

    static EsmCall of(String command) {
        return new EsmCall(command, null, null, false);
    }

    EsmCall query(String text) {
        return new EsmCall(command, text, body, silent);
    }

    EsmCall body(Function<Surface, JsonNode> maker) {
        return new EsmCall(command, query, maker, silent);
    }

    EsmCall withoutAnswer() {
        return new EsmCall(command, query, body, true);
    }

    String path(Surface surface) {
        return surface.path(command) + (query == null ? "" : "?" + query);
    }
}
