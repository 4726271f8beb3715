package dev.freshwatch.sim.misp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freshwatch.sim.SimRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A request as MISP interprets it.
 *
 * @param action    controller and action, such as {@code servers/getworkers}; lower case, since both are
 *                  case-insensitive
 * @param arguments what follows them in the path
 * @param words     the {@code key:value} parts of the path
 * @param json      whether the path ends in {@code .json}
 */
record MispCall(SimRequest request, String action, List<String> arguments, Map<String, String> words, boolean json) {

    /** @param base the path below which MISP is; empty = none. The path of the request must begin with it */
    static MispCall of(SimRequest request, String base) {
        String path = request.path().substring(base.length());
        boolean json = path.endsWith(".json");
        List<String> names = new ArrayList<>();
        Map<String, String> words = new LinkedHashMap<>();
        for (String part : (json ? path.substring(0, path.length() - 5) : path).split("/")) {
            int colon = part.indexOf(':');
            if (colon > 0) {
                words.put(part.substring(0, colon), part.substring(colon + 1));
            } else if (!part.isEmpty()) {
                names.add(part);
            }
        }
        String controller = names.isEmpty() ? "" : names.remove(0).toLowerCase(Locale.ROOT);
        String action = names.isEmpty() ? "index" : names.remove(0).toLowerCase(Locale.ROOT);
        return new MispCall(request, controller.isEmpty() ? "" : controller + "/" + action, names, words, json);
    }

    boolean post() {
        return request.method().equals("POST");
    }

    /** Whether MISP answers like an API and not like a web site. */
    boolean rest() {
        return json || AcceptedTypes.wantsJson(request.headers().get("accept"));
    }

    /** Returns the key that was sent; null = none. */
    String key(boolean otherHeader) {
        String misp = request.headers().get("x-misp-auth");
        return otherHeader && misp != null ? misp : request.headers().get("authorization");
    }

    /** Returns the body of a POST as an object; an empty one if there is no body, or a form instead. */
    JsonNode body() throws MispRefusal {
        String type = request.headers().getOrDefault("content-type", "application/json");
        if (!post() || request.body().length == 0 || type.startsWith("application/x-www-form-urlencoded")) {
            return PhpJson.JSON.createObjectNode();
        }
        try {
            JsonNode body = PhpJson.JSON.readTree(request.text());
            if (body.isObject() || body.isArray() && body.isEmpty()) {
                return body;
            }
        } catch (JsonProcessingException e) {
            throw notJson();
        }
        throw notJson();
    }

    private MispRefusal notJson() {
        return MispRefusal.against(
                405,
                "Invalid JSON input. Make sure that the JSON input is a correctly formatted JSON string. This request has"
                        + " been blocked to avoid an unfiltered request.",
                request + ": a body that is not a JSON object");
    }

    /** Returns the parameters in the path and, for a POST, those in the body. */
    Map<String, String> allWords() throws MispRefusal {
        Map<String, String> all = new LinkedHashMap<>(words);
        for (var field : body().properties()) {
            JsonNode value = field.getValue();
            if (value.isContainerNode() || value.isNull()) {
                throw MispRefusal.notSimulated(action + " with " + field.getKey() + " " + value);
            }
            all.put(field.getKey(), value.isBoolean() ? value.booleanValue() ? "1" : "0" : value.asText());
        }
        return all;
    }

    /** Whether the answer is compact JSON: for MISPs, PyMISP, and scripts of the site's own pages. */
    boolean compact() {
        String agent = request.headers().getOrDefault("user-agent", "");
        return agent.startsWith("MISP")
                || agent.startsWith("PyMISP")
                || "XMLHttpRequest".equals(request.headers().get("x-requested-with"));
    }
}
