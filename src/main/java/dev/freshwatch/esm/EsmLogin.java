package dev.freshwatch.esm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshwatch.config.EsmSettings;
import dev.freshwatch.freshness.Ages;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.http.HttpCaller;
import dev.freshwatch.http.NoAnswer;
import dev.freshwatch.http.Remedy;
import dev.freshwatch.http.Reply;
import dev.freshwatch.platform.Deadline;
import dev.freshwatch.platform.PlatformClock;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs in (section 2), in one of two encodings. After refused credentials, there is a pause in which the ESM is not
 * contacted at all. Not thread-safe: {@link EsmSession} admits one caller at a time.
 */
final class EsmLogin {

    private static final Logger LOG = LoggerFactory.getLogger(EsmLogin.class);
    private static final Pattern JWT = Pattern.compile("(?:^|[;,\\s])JWTToken=([!-~&&[^;,\"]]+)");
    private static final Pattern TOKEN = Pattern.compile("[!-~]+");

    private final EsmSettings settings;
    private final HttpCaller http;
    private final PlatformClock time;
    private final Remedy remedy;
    private LoginPause pause = new LoginPause();
    private ApiVersion apiVersion = ApiVersion.V1;
    /** With {@code auto}: the only encoding used from now on; null until one was accepted. */
    private LoginEncoding remembered;

    private String refusal;

    EsmLogin(EsmSettings settings, HttpCaller http, PlatformClock time) {
        this.settings = settings;
        this.http = http;
        this.time = time;
        this.remedy = new Remedy(settings.key("url"), settings.key("tls.ca-file"));
    }

    /** Before the first login: what the other one was refused with the same credentials counts here too. */
    void pauseAs(EsmLogin other) {
        pause = other.pause;
        refusal = other.refusal;
    }

    EsmTokens login(long generation, Deadline deadline) throws EsmException {
        if (!pause.remaining(time.nanos()).isZero()) {
            throw refused();
        }
        refusal = null;
        for (LoginEncoding encoding : encodings()) {
            try {
                EsmTokens tokens = tryOnce(generation, encoding, deadline);
                if (tokens != null) {
                    remembered = encoding;
                    pause.accepted();
                    return tokens;
                }
            } catch (EsmException failure) {
                // After a refusal the pause applies, whatever the result of the second encoding: the account may be
                // locked.
                if (refusal == null) {
                    throw failure;
                }
            }
        }
        if (settings.login() == EsmSettings.Login.AUTO && remembered != null) {
            // The ESM may have been upgraded to the other encoding: the next single attempt, after the pause, uses
            // that.
            remembered = remembered.other();
        }
        pause.refused(time.nanos());
        LOG.info(
                "ESM {}: the credentials were refused, and are not tried again for {}",
                settings.name(),
                Ages.limit(pause.remaining(time.nanos())));
        throw refused();
    }

    private List<LoginEncoding> encodings() {
        return switch (settings.login()) {
            case BASE64 -> List.of(LoginEncoding.BASE64);
            case AES -> List.of(LoginEncoding.AES);
            case AUTO -> remembered == null ? List.of(LoginEncoding.BASE64, LoginEncoding.AES) : List.of(remembered);
        };
    }

    /** Returns null if refused; then {@link #refusal} says how. */
    private EsmTokens tryOnce(long generation, LoginEncoding encoding, Deadline deadline) throws EsmException {
        Reply reply = send(encoding, deadline);
        if (reply.status() == 404) {
            apiVersion = apiVersion.other();
            reply = send(encoding, deadline);
        }
        EsmException failure = EsmErrors.of("login", reply, time.now());
        if (failure != null) {
            boolean refused = reply.status() == 400 || reply.status() == 403 || EsmErrors.saysSessionLost(reply);
            EsmException clean = failure.without(secrets());
            if (refused) {
                refusal = clean.getMessage();
                return null;
            }
            throw clean;
        }
        JsonNode body = EsmJson.read(reply.body(), "login");
        if (!body.isObject()) {
            throw EsmJson.unreadable("login", "the answer is not that of a login");
        }
        String xsrf = reply.header("xsrf-token").map(String::strip).orElse("");
        if (xsrf.isEmpty()) {
            refusal = "login: HTTP " + reply.status() + " without a session token";
            return null;
        }
        String jwt = jwt(reply.headers().getOrDefault("set-cookie", List.of()));
        if (jwt == null || !TOKEN.matcher(xsrf).matches()) {
            throw EsmJson.unreadable("login", "no usable session cookie in the answer");
        }
        return new EsmTokens(generation, jwt, xsrf, tzId(body));
    }

    private Reply send(LoginEncoding encoding, Deadline deadline) throws EsmException {
        JsonNode body = EsmJson.object()
                .put("username", encoding.encode(settings.username()))
                .put("password", encoding.encode(settings.password().reveal()))
                .put("locale", "en_US")
                .put("os", "Win32");
        URI uri = settings.url().resolve(apiVersion.path("login"));
        RequestLimit limit = RequestLimit.of(settings.requestTimeout(), deadline, "login");
        try {
            return http.call(new HttpCaller.Call(
                    "POST",
                    uri,
                    Map.of("Content-Type", "application/json", "Accept", "application/json"),
                    EsmJson.write(body),
                    limit.length()));
        } catch (NoAnswer problem) {
            throw limit.failure("login", problem, remedy.of(problem, uri));
        }
    }

    private static String jwt(List<String> cookies) {
        for (String cookie : cookies) {
            Matcher matcher = JWT.matcher(cookie);
            if (matcher.find()) {
                return matcher.group(1);
            }
        }
        return null;
    }

    private static Integer tzId(JsonNode body) {
        try {
            return Math.toIntExact(EsmJson.id(body.path("tzId"), "login"));
        } catch (EsmException | ArithmeticException none) {
            // An unknown zone is a finding of the checks that need it, not a failed login.
            return null;
        }
    }

    private EsmException refused() {
        return new EsmException(
                Reason.UNAUTHORIZED, refusal + " (" + settings.key("username") + ", " + settings.key("password") + ")");
    }

    private List<String> secrets() {
        List<String> secrets = new ArrayList<>();
        secrets.add(settings.password().reveal());
        for (LoginEncoding encoding : LoginEncoding.values()) {
            secrets.add(encoding.encode(settings.password().reveal()));
        }
        return secrets;
    }
}
