package dev.freshwatch.esm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Set;
import java.util.function.Function;

/**
 * A command for the ESM.
 *
 * @param command such as {@code essmgtGetESSTime}
 * @param query   the query string without its question mark; null = none
 * @param body    builds the body in the shape of the surface in use; null = no body
 * @param silent  true = the answer is empty, or JSON that does not matter
 * @param inPrivate true = a command of the private surface, where bodies and answers are text
 */
record EsmCall(String command, String query, Function<ApiVersion, JsonNode> body, boolean silent, boolean inPrivate) {

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
            LastEventCall.PUBLIC,
            LastEventCall.PRIVATE,
            "qryGetStatus",
            "qryGetResults",
            "qryClose");

    static EsmCall of(String command) {
        return new EsmCall(command, null, null, false, false);
    }

    /** A command of the private surface without arguments: {@code %13} and {@code %14} are its separators, literally. */
    static EsmCall inPrivate(String command) {
        String text = "Request=API%13" + command + "%13%14";
        return new EsmCall(command, null, apiVersion -> JsonNodeFactory.instance.textNode(text), false, true);
    }

    EsmCall query(String text) {
        return new EsmCall(command, text, body, silent, inPrivate);
    }

    EsmCall body(Function<ApiVersion, JsonNode> maker) {
        return new EsmCall(command, query, maker, silent, inPrivate);
    }

    EsmCall withoutAnswer() {
        return new EsmCall(command, query, body, true, inPrivate);
    }

    boolean repeatable() {
        return REPEATABLE.contains(command);
    }

    String path(ApiVersion apiVersion) {
        return (inPrivate ? "/ess/" + command : apiVersion.path(command)) + (query == null ? "" : "?" + query);
    }
}
