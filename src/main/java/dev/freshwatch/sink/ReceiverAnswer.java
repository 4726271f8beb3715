package dev.freshwatch.sink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.freshwatch.freshness.PlainText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a receiver answered. It may be hostile, or repeat our secrets.
 *
 * @param status HTTP status
 * @param json   the body; missing if it is not JSON
 * @param text   the body
 */
record ReceiverAnswer(int status, JsonNode json, String text) {

    private static final JsonMapper MAPPER = new JsonMapper();

    private static final int LONGEST = 200;

    /**
     * Where receivers say what is wrong. Telegram: description; PagerDuty: errors, message; Slack, ntfy, Alertmanager:
     * error, or the text; Mattermost: message; Microsoft: error.message; Keep: detail.
     */
    private static final List<String> PLACES = List.of(
            "/errors/0", "/description", "/error/message", "/message", "/error", "/detail", "/detail/0/msg", "");

    /** Errors of the Web API of Slack that pass, whatever was sent (docs.slack.dev/reference/methods/chat.postMessage). */
    private static final Set<String> PASSING = Set.of(
            "ratelimited",
            "rate_limited",
            "internal_error",
            "fatal_error",
            "service_unavailable",
            "request_timeout",
            "team_added_to_org");

    /** Its errors that refuse the token, with HTTP 200. */
    private static final Set<String> REFUSING_LOGIN =
            Set.of("not_authed", "invalid_auth", "token_revoked", "token_expired", "account_inactive");

    static ReceiverAnswer of(int status, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        try {
            JsonNode read = MAPPER.readTree(body);
            return new ReceiverAnswer(status, read == null ? MissingNode.getInstance() : read, text);
        } catch (IOException e) {
            // Many receivers answer with a word or a page. It is judged by its status.
            return new ReceiverAnswer(status, MissingNode.getInstance(), text);
        }
    }

    /** Any 2xx, unless its body says {@code "ok": false}, as Slack and Telegram do. */
    boolean accepted() {
        JsonNode ok = json.path("ok");
        return status >= 200 && status < 300 && !(ok.isBoolean() && !ok.booleanValue());
    }

    boolean passes() {
        return PASSING.contains(json.path("error").asText());
    }

    boolean refusesLogin() {
        return status == 401
                || status == 403
                || REFUSING_LOGIN.contains(json.path("error").asText());
    }

    /** The seconds that Telegram wants us to wait (core.telegram.org/bots/api#responseparameters); null = it does not say. */
    String retryAfter() {
        JsonNode seconds = json.path("parameters").path("retry_after");
        return seconds.canConvertToInt() ? Integer.toString(seconds.intValue()) : null;
    }

    /** Returns one harmless line without these secrets; empty if it said nothing, or sent a page of HTML. */
    String words(List<String> secrets) {
        String said = json.isMissingNode()
                ? text.strip()
                : PLACES.stream()
                        .map(json::at)
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::asText)
                        .findFirst()
                        .orElse("");
        if (said.startsWith("<")) {
            return "";
        }
        List<String> longest = secrets.stream()
                .flatMap(secret -> Stream.of(secret, secret.replace("/", "\\/")))
                .sorted((one, other) -> other.length() - one.length())
                .toList();
        for (String secret : longest) {
            said = said.replace(secret, "xxxxxx");
        }
        return PlainText.line(said, LONGEST).strip();
    }
}
