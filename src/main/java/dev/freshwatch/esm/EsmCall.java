package dev.freshwatch.esm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.function.Function;

/**
 * A command for the ESM.
 *
 * @param command such as {@code essmgtGetESSTime}
 * @param query   the query string without its question mark; null = none
 * @param body    builds the body in the shape of the surface in use; null = no body
 * @param silent  true = the answer is empty, or JSON that does not matter
 */
record EsmCall(String command, String query, Function<ApiVersion, JsonNode> body, boolean silent) {

    /**
     * Commands that may be sent twice if the first was lost on a connection that the ESM had closed: these only read,
     * and closing a query twice does no harm. {@code qryExecuteDetail} would open a second query that is never closed.
     */
    private static final Set<String> REPEATABLE = Set.of(
            "essmgtGetESSTime",
            "userGetTimeZones",
            "userGetUserList",
            "devGetDeviceList",
            "grpGetDeviceTreeEx",
            "alarmGetTriggeredAlarms",
            "qryGetStatus",
            "qryGetResults",
            "qryClose");

    static EsmCall of(String command) {
        return new EsmCall(command, null, null, false);
    }

    EsmCall query(String text) {
        return new EsmCall(command, text, body, silent);
    }

    EsmCall body(Function<ApiVersion, JsonNode> maker) {
        return new EsmCall(command, query, maker, silent);
    }

    EsmCall withoutAnswer() {
        return new EsmCall(command, query, body, true);
    }

    boolean repeatable() {
        return REPEATABLE.contains(command);
    }

    String path(ApiVersion apiVersion) {
        return apiVersion.path(command) + (query == null ? "" : "?" + query);
    }
}
