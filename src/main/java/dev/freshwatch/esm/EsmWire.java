package dev.freshwatch.esm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.freshwatch.config.EsmSettings;
import dev.freshwatch.esm.EsmException.Sign;
import dev.freshwatch.http.HttpCaller;
import dev.freshwatch.http.NoAnswer;
import dev.freshwatch.http.Remedy;
import dev.freshwatch.http.Reply;
import dev.freshwatch.platform.Deadline;
import dev.freshwatch.platform.PlatformClock;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes single calls on the API surface that supports them (section 1). Thread-safe. */
final class EsmWire {

    private static final Logger LOG = LoggerFactory.getLogger(EsmWire.class);
    private static final Duration LOGOUT_LIMIT = Duration.ofSeconds(3);

    private final EsmSettings settings;
    private final HttpCaller http;
    private final PlatformClock time;
    private final Remedy remedy;
    /** The surface of each command that was not found on its usual one. */
    private final Map<String, ApiVersion> surfaces = new ConcurrentHashMap<>();

    EsmWire(EsmSettings settings, HttpCaller http, PlatformClock time) {
        this.settings = settings;
        this.http = http;
        this.time = time;
        this.remedy = new Remedy(settings.key("url"), settings.key("tls.ca-file"));
    }

    /** Makes a call; if its command does not exist there, on the other surface. */
    EsmReply send(EsmCall call, EsmTokens with, Deadline deadline) throws EsmException {
        ApiVersion first = surfaces.getOrDefault(call.command(), ApiVersion.usual(call.command()));
        try {
            return sendOn(call, first, with, deadline);
        } catch (EsmException missing) {
            if (missing.sign() != Sign.NO_SUCH_COMMAND || call.inPrivate()) {
                throw missing;
            }
            EsmReply reply = sendOn(call, first.other(), with, deadline);
            surfaces.put(call.command(), first.other());
            return reply;
        }
    }

    private EsmReply sendOn(EsmCall call, ApiVersion apiVersion, EsmTokens with, Deadline deadline)
            throws EsmException {
        String body = call.body() == null ? null : write(call, apiVersion);
        RequestLimit limit = RequestLimit.of(settings.requestTimeout(), deadline, call.command());
        URI uri = settings.url().resolve(call.path(apiVersion));
        long sent = time.nanos();
        try {
            Reply reply = http.call(new HttpCaller.Call(
                    "POST", uri, with.headers(body != null), body, limit.length(), call.repeatable()));
            long done = time.nanos();
            EsmException problem = EsmErrors.of(call.command(), reply, time.now());
            if (problem != null) {
                throw problem.without(
                        List.of(with.jwt(), with.xsrf(), settings.password().reveal()));
            }
            JsonNode json = read(call, reply);
            return new EsmReply(json, sent, done);
        } catch (NoAnswer problem) {
            throw limit.failure(call.command(), problem, remedy.of(problem, uri));
        }
    }

    private static String write(EsmCall call, ApiVersion apiVersion) {
        JsonNode body = call.body().apply(apiVersion);
        return call.inPrivate() ? body.asText() : EsmJson.write(body);
    }

    private static JsonNode read(EsmCall call, Reply reply) throws EsmException {
        if (call.inPrivate()) {
            return JsonNodeFactory.instance.textNode(reply.text());
        }
        boolean nothing = call.silent() && reply.body().length == 0;
        return nothing ? MissingNode.getInstance() : EsmJson.read(reply.body(), call.command());
    }

    /** Logs out of a lost session: it is fine if the ESM no longer knows it. */
    void forget(EsmTokens lost) {
        logOut(lost, "lost session", true);
    }

    /** Best effort: the session is dropped here, whatever the result. */
    void logOut(EsmTokens with, String which) {
        logOut(with, which, false);
    }

    private void logOut(EsmTokens with, String which, boolean mayBeGone) {
        Duration limit =
                LOGOUT_LIMIT.compareTo(settings.requestTimeout()) < 0 ? LOGOUT_LIMIT : settings.requestTimeout();
        boolean interrupted = Thread.interrupted();
        try {
            Reply reply = http.call(new HttpCaller.Call(
                    "DELETE", settings.url().resolve(ApiVersion.V1.path("logout")), with.headers(false), null, limit));
            if (reply.status() >= 300 && !(mayBeGone && EsmErrors.saysSessionLost(reply))) {
                LOG.info("ESM {}: logout of the {} answered HTTP {}", settings.name(), which, reply.status());
            }
        } catch (NoAnswer problem) {
            LOG.warn("ESM {}: no answer to the logout of the {}: {}", settings.name(), which, problem.getMessage());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
