package dev.freshwatch.sim.misp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.freshwatch.sim.HttpAnswer;
import dev.freshwatch.sim.Journal;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Answers the requests of a simulated MISP: checks key and state, and calls the action. Thread-safe. */
final class MispDispatcher {

    private static final String HEARTBEAT = "users/heartbeat";
    private static final String LOGIN = "users/login";

    private final MispBehaviour behaviour;
    private final ApiKeys keys;
    private final Map<String, Action> actions;
    private final Journal journal;
    private final Supplier<String> users;

    /** @param users supplies the URL of the pages below {@code /users/}, known once the server listens */
    MispDispatcher(
            MispBehaviour behaviour,
            ApiKeys keys,
            Map<String, Action> actions,
            Journal journal,
            Supplier<String> users) {
        this.behaviour = behaviour;
        this.keys = keys;
        this.actions = actions;
        this.journal = journal;
        this.users = users;
    }

    HttpAnswer answer(MispCall call) {
        Manners.look(call, journal);
        if (behaviour.databaseGone) {
            return call.rest() ? error(call, MispRefusal.internalError()) : MispAnswers.html(500, Pages.error());
        }
        HttpAnswer answer;
        try {
            answer = carryOut(call);
        } catch (MispRefusal refusal) {
            answer = error(call, refusal);
        } catch (RuntimeException e) {
            journal.violation("the simulator failed: " + e);
            answer = error(call, MispRefusal.internalError());
        }
        String session = UUID.randomUUID().toString().replace("-", "");
        return answer.with("Set-Cookie", "CAKEPHP=" + session + "; path=/; HttpOnly");
    }

    private HttpAnswer error(MispCall call, MispRefusal refusal) {
        if (refusal.violation() != null) {
            journal.violation(refusal.violation());
        }
        return MispAnswers.error(
                refusal.status(), refusal.getMessage(), call.request().path());
    }

    private HttpAnswer carryOut(MispCall call) throws MispRefusal {
        if (call.action().equals(HEARTBEAT) && behaviour.version.since("2.4.194")) {
            return MispAnswers.json(
                    call,
                    JsonNodeFactory.instance.objectNode().put("message", "You must construct additional pylons."));
        }
        String sent = call.key(behaviour.version.since("2.4.180"));
        if (call.action().equals(LOGIN)) {
            return loginPage(call, sent);
        }
        if (!call.rest()) {
            return MispAnswers.redirect(users.get() + "login");
        }
        ApiKey key = keys.check(sent);
        if (behaviour.maintenance && !key.siteAdmin()) {
            return MispAnswers.redirect(users.get() + "login");
        }
        Action action = actions.get(call.action());
        if (action == null) {
            throw MispRefusal.against(404, "Not Found", call.request() + ": not in the contract");
        }
        HttpAnswer answer = action.answer(call, key);
        return key.ends() != null && behaviour.version.since("2.4.137")
                ? answer.with("X-Auth-Key-Expiration", IsoDate.of(key.ends()))
                : answer;
    }

    private HttpAnswer loginPage(MispCall call, String sent) throws MispRefusal {
        if (!call.request().method().equals("GET")) {
            throw MispRefusal.against(405, "Method Not Allowed", call.request() + ": nobody logs in here");
        }
        if (!call.rest()) {
            return MispAnswers.html(200, Pages.login(behaviour.loginWord));
        }
        if (sent == null) {
            throw ApiKeys.noKey();
        }
        keys.check(sent);
        return MispAnswers.redirect(users.get() + "routeafterlogin");
    }
}
