package dev.freshwatch.esm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.function.Function;

/**
 * One command for the ESM.
 *
 * @param command such as {@code essmgtGetESSTime}
 * @param query   the query string without its question mark; null = none
 * @param body    makes the body in the shape of the surface that is used; null = no body
 * @param silent  true = the answer is empty, or JSON that does not matter
 */
record EsmCall(String command, String query, Function<ApiVersion, JsonNode> body, boolean silent) {

    /**
     * What the ESM may be asked twice where the first was lost on a connection that it had closed: these only read, and a
     * query that is closed stays so. {@code qryExecuteDetail} would open a second query that nobody closes.
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
