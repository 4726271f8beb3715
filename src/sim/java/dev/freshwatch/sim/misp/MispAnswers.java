package dev.freshwatch.sim.misp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshwatch.sim.HttpAnswer;

/** Answers in the formats of MISP. */
final class MispAnswers {

    static final String JSON_TYPE = "application/json; charset=UTF-8";
    static final String HTML_TYPE = "text/html; charset=UTF-8";

    private MispAnswers() {}

    /** Returns 200 in the layout for this client. */
    static HttpAnswer json(MispCall call, JsonNode content) {
        String body = call.compact() ? PhpJson.compact(content) : PhpJson.pretty(content);
        return HttpAnswer.of(200, JSON_TYPE, body);
    }

    /** Returns 200 for an accepted request. */
    static HttpAnswer saved(MispCall call, String message, String id) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("saved", true)
                .put("success", true)
                .put("name", message)
                .put("message", message)
                .put("url", call.request().path());
        if (id != null) {
            body.put("id", id);
        }
        return json(call, body);
    }

    /** Returns an error body: always compact, except for 429. */
    static HttpAnswer error(int status, String message, String path) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("name", message).put("message", message).put("url", path);
        return HttpAnswer.of(status, JSON_TYPE, status == 429 ? PhpJson.pretty(body) : PhpJson.escaped(body));
    }

    /** Returns the answer of an action that refused the request. */
    static HttpAnswer notSaved(MispCall call, MispRefusal refusal) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("saved", false);
        body.put("name", refusal.getMessage()).put("message", refusal.getMessage());
        body.put("url", call.request().path()).put("errors", refusal.getMessage());
        return HttpAnswer.of(refusal.status(), JSON_TYPE, PhpJson.escaped(body));
    }

    static HttpAnswer redirect(String location) {
        return HttpAnswer.of(302, HTML_TYPE, "").with("Location", location);
    }

    static HttpAnswer html(int status, String page) {
        return HttpAnswer.of(status, HTML_TYPE, page);
    }
}
