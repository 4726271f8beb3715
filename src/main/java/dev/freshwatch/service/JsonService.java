package dev.freshwatch.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.jayway.jsonpath.JsonPath;
import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Nothing;
import dev.freshwatch.freshness.Observation.Seen;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.http.NoAnswer;
import dev.freshwatch.http.Reply;
import dev.freshwatch.service.TokenStep.NoToken;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code service-json}: how old the newest record known to an API is. The result is a time stamp, or nothing (there is
 * no record); if the answer cannot be understood or is incomplete, the check is unknown.
 *
 * <p>Ages are measured by our own clock: the {@code Date} of an answer may be that of an outdated copy in a proxy,
 * which would make an old record look fresh.
 *
 * @param token  null = none is needed
 * @param unless if this path leads to something in the answer, the answer is not used; null = none
 */
record JsonService(
        Question question,
        Duration every,
        HttpRequest request,
        TokenStep token,
        JsonPath path,
        JsonPath unless,
        TimeStamps times)
        implements SingleService {

    static final String EXCLUDED = "the answer contains what 'unless' names";

    @Override
    public Optional<String> askedHost() {
        return Optional.of(request.host());
    }

    @Override
    public Optional<HttpProfile> profile() {
        return Optional.of(request.line());
    }

    @Override
    public Observation observe(ServiceTools tools) throws InterruptedException {
        long start = System.nanoTime();
        try {
            Reply reply = TokenStep.answer(token, () -> send(tools, start));
            Unanswered refused = refused(reply);
            return refused == null ? read(reply, tools.clock().instant()) : refused;
        } catch (NoAnswer e) {
            HttpService.stopIfInterrupted();
            Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
            return new Unanswered(e.reason(), PlainText.line(request.words(e), 300), elapsed);
        } catch (NoToken e) {
            HttpService.stopIfInterrupted();
            return e.why();
        }
    }

    /** All requests together have the time of one. */
    private Reply send(ServiceTools tools, long start) throws NoAnswer, NoToken, InterruptedException {
        if (token == null) {
            return request.send(tools);
        }
        HttpRequest whole = token.authorized(request, tools, left(start));
        return whole.within(left(start)).send(tools);
    }

    private Duration left(long start) throws NoToken {
        Duration left = request.timeout().minus(Duration.ofNanos(System.nanoTime() - start));
        if (left.toMillis() <= 0) {
            throw new NoToken(
                    Reason.UNREACHABLE, "no answer within " + request.timeout().toSeconds() + " s", request.timeout());
        }
        return left;
    }

    /** Returns null if the status of the answer is good. */
    static Unanswered refused(Reply reply) {
        int status = reply.status();
        if (status >= 200 && status < 300) {
            return null;
        }
        Reason reason =
                switch (status) {
                    case 401, 403 -> Reason.UNAUTHORIZED;
                    case 429 -> Reason.OVERLOADED;
                    default -> status >= 500 ? Reason.FAILED : Reason.UNREADABLE;
                };
        return new Unanswered(reason, "answered HTTP " + status, reply.elapsed());
    }

    private Observation read(Reply reply, Instant now) {
        JsonNode root;
        try {
            root = parsed(reply);
        } catch (JsonProcessingException e) {
            return unreadable(
                    isHtml(reply) ? "answered with an HTML page where JSON was expected" : "answer is not JSON", reply);
        } catch (IOException e) {
            return unreadable("answer is not JSON", reply);
        }
        if (root == null || root.isMissingNode()) {
            return unreadable("answer is empty", reply);
        }
        String half = HalfAnswers.sign(root).orElse(null);
        if (half == null && JsonPaths.leadsToSomething(unless, root)) {
            half = EXCLUDED;
        }
        if (half != null) {
            return new Unanswered(Reason.FAILED, half, reply.elapsed());
        }
        Instant newest = null;
        for (JsonNode value : JsonPaths.values(path, root)) {
            Instant time = value.isValueNode() ? times.read(value.asText()).orElse(null) : null;
            if (time == null) {
                String shown = value.isValueNode() ? "'" + PlainText.line(value.asText(), 60) + "'" : "an object";
                return unreadable(
                        String.format(Locale.ROOT, "found %s, which is not a time (%s)", shown, times), reply);
            }
            newest = newest == null || time.isAfter(newest) ? time : newest;
        }
        return newest == null ? new Nothing(null, reply.elapsed()) : new Seen(newest, now, reply.elapsed());
    }

    /** Parses bytes, whose Unicode encoding Jackson detects; if that fails, text in another charset. */
    private static JsonNode parsed(Reply reply) throws IOException {
        try {
            return JsonPaths.JSON.readTree(reply.body());
        } catch (IOException e) {
            return JsonPaths.JSON.readTree(reply.text());
        }
    }

    private static Unanswered unreadable(String detail, Reply reply) {
        return new Unanswered(Reason.UNREADABLE, detail, reply.elapsed());
    }

    static boolean isHtml(Reply reply) {
        return reply.header("content-type").orElse("").toLowerCase(Locale.ROOT).startsWith("text/html")
                || reply.text().strip().startsWith("<");
    }
}
