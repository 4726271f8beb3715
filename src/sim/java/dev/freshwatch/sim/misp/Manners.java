package dev.freshwatch.sim.misp;

import dev.freshwatch.sim.Journal;
import dev.freshwatch.sim.SimRequest;
import java.util.List;
import java.util.Map;

/** What MISP tolerates but a monitor must not do. */
final class Manners {

    private static final List<String> NEVER_SENT = List.of("cookie", "x-requested-with", "if-none-match");

    private Manners() {}

    static void look(MispCall call, Journal journal) {
        SimRequest request = call.request();
        Map<String, String> headers = request.headers();
        for (String name : NEVER_SENT) {
            if (headers.containsKey(name)) {
                journal.violation(request + ": sends " + name);
            }
        }
        if (request.query().values().stream().anyMatch(value -> value.matches("[A-Za-z0-9]{40}"))) {
            journal.violation("a key in the URL");
        }
        if (call.action().equals("users/login") || call.action().equals("users/heartbeat")) {
            if (call.key(true) != null) {
                journal.violation(request + ": shows a key where none is needed");
            }
        } else if (call.key(true) != null && !call.rest()) {
            journal.violation(request + ": a key without the JSON switch");
        }
        if (call.post() && !headers.getOrDefault("content-type", "").startsWith("application/json")) {
            journal.violation(request + ": a POST without the JSON content type");
        }
    }
}
