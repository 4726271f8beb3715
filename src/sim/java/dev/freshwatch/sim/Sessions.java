package dev.freshwatch.sim;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Logins and sessions of the simulated ESM (esm.md section 2). Thread-safe. */
public final class Sessions {

    private static final Set<String> LOGIN_FIELDS = Set.of("username", "password", "locale", "os");

    private final EsmBehaviour behaviour;
    private final Appliance appliance;
    private final String username;
    private final Map<String, Session> open = new HashMap<>();
    private String password;
    private Instant lastLogin = Instant.EPOCH;
    private long attempts;
    private long refused;
    private long logouts;
    private int peak;

    private static final class Session {
        private final String xsrf = UUID.randomUUID().toString();
        private int calls;
    }

    Sessions(EsmBehaviour behaviour, Appliance appliance, String username, String password) {
        this.behaviour = behaviour;
        this.appliance = appliance;
        this.username = username;
        this.password = password;
    }

    synchronized HttpAnswer login(SimRequest request) throws SimRefusal {
        attempts++;
        if (request.body().length == 0) {
            refused++;
            throw SimRefusal.against(400, "Username and password cannot be null", "login without a body");
        }
        Fields body = Fields.of("login", request.text(), LOGIN_FIELDS);
        if (body.has("os")) {
            body.text("os");
        }
        body.text("locale");
        LoginCode code = behaviour.loginCode();
        boolean known = code.matches(body.text("username"), username) && code.matches(body.text("password"), password);
        if (!known) {
            refused++;
            throw SimRefusal.of(behaviour.refusedLoginStatus, "Invalid username or password");
        }
        String token = "eyJhbGciOiJIUzUxMiJ9." + UUID.randomUUID() + "." + Long.toHexString(attempts);
        Session session = new Session();
        open.put(token, session);
        peak = Math.max(peak, open.size());
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("userName", username)
                .put("tzId", appliance.zoneId())
                .put("lastLoginDate", appliance.text(lastLogin));
        lastLogin = appliance.now();
        HttpAnswer plain = HttpAnswer.json(behaviour.loginStatus, Shape.V2.body(answer));
        return new HttpAnswer(
                plain.status(),
                List.of(
                        Map.entry("Set-Cookie", "JWTToken=" + token + "; Path=/; Secure; HttpOnly"),
                        Map.entry("Xsrf-Token", session.xsrf),
                        Map.entry("Location", "SID" + Integer.toHexString(token.hashCode())),
                        plain.headers().get(0)),
                plain.body());
    }

    /** Rejects a call whose two headers do not belong to an open session. */
    synchronized String check(SimRequest request) throws SimRefusal {
        String cookie = request.headers().get("cookie");
        String xsrf = request.headers().get("x-xsrf-token");
        if (cookie == null || xsrf == null) {
            SimRefusal lost = behaviour.lostSession;
            throw SimRefusal.against(lost.status(), lost.getMessage(), request + " without both session headers");
        }
        String token = token(cookie);
        Session session = open.get(token);
        if (session == null || !session.xsrf.equals(xsrf)) {
            throw behaviour.lostSession;
        }
        if (++session.calls > behaviour.callsPerSession) {
            open.remove(token);
            throw behaviour.lostSession;
        }
        return token;
    }

    synchronized void logout(String token) {
        open.remove(token);
        logouts++;
    }

    /** Extracts the token from the pair alone or from a whole Set-Cookie value: both are accepted. */
    private static String token(String cookie) {
        for (String part : cookie.split(";")) {
            if (part.trim().startsWith("JWTToken=")) {
                return part.trim().substring("JWTToken=".length());
            }
        }
        return "";
    }

    /** Drops all sessions, like a restart of the ESM. */
    public synchronized void expire() {
        open.clear();
    }

    /** Changes the password; open sessions remain. */
    public synchronized void password(String changed) {
        password = changed;
    }

    public synchronized int open() {
        return open.size();
    }

    /** Returns the highest number of sessions open at the same time. */
    public synchronized int peak() {
        return peak;
    }

    /** Returns the number of login attempts, including refused ones. */
    public synchronized long attempts() {
        return attempts;
    }

    public synchronized long refused() {
        return refused;
    }

    public synchronized long logouts() {
        return logouts;
    }
}
