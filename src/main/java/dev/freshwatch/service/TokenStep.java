package dev.freshwatch.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.jayway.jsonpath.JsonPath;
import dev.freshwatch.config.Secret;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.http.NoAnswer;
import dev.freshwatch.http.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The request before the request: a login, or an OAuth2 client that asks for its token. The token is kept in memory alone,
 * until its {@code expires_in} is nearly over or it is refused. Thread-safe.
 *
 * <p>camel-http has OAuth2 of its own, but that asks for the token with a client that has no limits of time and size, trusts
 * what Java trusts, uses no proxy of ours, and wants the secret in the address of the endpoint.
 */
final class TokenStep {

    /** Placeholder for the token. */
    static final String TOKEN = "{token}";

    /** OAuth2, Wazuh, Splunk. */
    private static final List<String> USUAL = List.of("access_token", "token", "sessionKey");

    private static final int LONGEST = 16 * 1024;
    private static final long EARLIER_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long LONGEST_SECONDS = TimeUnit.DAYS.toSeconds(1);

    private final HttpRequest request;
    private final JsonPath path;
    private final String header;
    private final String value;
    private Secret kept;
    private long endsAt;
    private boolean hasEnd;

    /**
     * @param request asks for a token
     * @param path    where the answer has it; null = where such answers usually do
     * @param header  the name of the header that carries it
     * @param value   of that header, with {@value #TOKEN} in it
     */
    TokenStep(HttpRequest request, JsonPath path, String header, String value) {
        this.request = request;
        this.path = path;
        this.header = header;
        this.value = value;
    }

    /** There is no token. */
    static final class NoToken extends Exception {

        private static final long serialVersionUID = 1;
        private final transient Unanswered why;

        NoToken(Reason reason, String detail, Duration elapsed) {
            super(detail);
            why = new Unanswered(reason, detail, elapsed);
        }

        Unanswered why() {
            return why;
        }
    }

    /** Sends a request with a token. */
    @FunctionalInterface
    interface Attempt<X extends Exception> {
        Reply send() throws X, NoToken, InterruptedException;
    }

    /**
     * Returns the answer to a request. A token that was kept and is refused is replaced once.
     *
     * @param token null = none is needed
     */
    static <X extends Exception> Reply answer(TokenStep token, Attempt<X> attempt)
            throws X, NoToken, InterruptedException {
        boolean kept = token != null && token.isKept();
        Reply reply = attempt.send();
        if (isRefused(reply) && kept) {
            token.drop();
            reply = attempt.send();
        }
        if (isRefused(reply) && token != null) {
            token.drop();
        }
        return reply;
    }

    /** Some answer 403 to a token that is over or withdrawn. */
    private static boolean isRefused(Reply reply) {
        return reply.status() == 401 || reply.status() == 403;
    }

    /** Whether a token is there that an earlier request got. */
    synchronized boolean isKept() {
        return kept != null && !(hasEnd && System.nanoTime() - endsAt >= 0);
    }

    /** Drops the token, because it was refused. */
    synchronized void drop() {
        kept = null;
    }

    /** Returns the request with a token, which is asked for if none is kept. */
    synchronized HttpRequest authorized(HttpRequest plain, ServiceTools tools, Duration within) throws NoToken {
        if (!isKept()) {
            kept = ask(tools, within);
        }
        return plain.with(header, new Secret(value.replace(TOKEN, kept.reveal())));
    }

    private Secret ask(ServiceTools tools, Duration within) throws NoToken {
        Reply reply;
        try {
            reply = request.within(within).send(tools);
        } catch (NoAnswer e) {
            throw new NoToken(e.reason(), "token: " + PlainText.line(request.words(e, "token-url"), 300), null);
        }
        // OAuth2 refuses a client with 400 (RFC 6749, section 5.2).
        Unanswered refused = reply.status() == 400
                ? new Unanswered(Reason.UNAUTHORIZED, "answered HTTP 400", reply.elapsed())
                : JsonService.refused(reply);
        if (refused != null) {
            throw new NoToken(refused.cause(), "token: " + refused.detail(), reply.elapsed());
        }
        JsonNode root;
        try {
            root = JsonPaths.JSON.readTree(reply.body());
        } catch (IOException e) {
            throw unreadable("answer is not JSON", reply);
        }
        List<JsonNode> found = root == null ? List.of() : found(root);
        String token =
                found.size() == 1 && found.get(0).isTextual() ? found.get(0).textValue() : "";
        if (token.isBlank() || token.length() > LONGEST || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw unreadable("answer has no usable token (token-path)", reply);
        }
        long seconds = Math.min(root.path("expires_in").asLong(0), LONGEST_SECONDS);
        hasEnd = seconds > 0;
        endsAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds) - EARLIER_NANOS;
        return new Secret(token);
    }

    private List<JsonNode> found(JsonNode root) {
        if (path != null) {
            return JsonPaths.values(path, root);
        }
        return Stream.of(root, root.path("data"))
                .flatMap(node -> USUAL.stream().map(node::path))
                .filter(JsonNode::isTextual)
                .limit(1)
                .toList();
    }

    private static NoToken unreadable(String detail, Reply reply) {
        return new NoToken(Reason.UNREADABLE, "token: " + detail, reply.elapsed());
    }
}
