package dev.freshwatch.sim.misp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshwatch.sim.HttpAnswer;
import dev.freshwatch.sim.Journal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The calls below {@code /events}, and the call for the own account (misp.md sections 7 and 9). */
final class EventActions {

    private static final Set<String> SEARCH_WORDS = Set.of("returnFormat", "limit", "page", "metadata", "order");

    private final MispBehaviour behaviour;
    private final EventBook events;
    private final Searches searches;
    private final Journal journal;

    EventActions(MispBehaviour behaviour, EventBook events, Searches searches, Journal journal) {
        this.behaviour = behaviour;
        this.events = events;
        this.searches = searches;
        this.journal = journal;
    }

    Map<String, Action> all() {
        return Map.of(
                "events/index",
                Action.anybody(this::index),
                "events/restsearch",
                Action.anybody(this::search),
                "users/view",
                Action.anybody(this::me));
    }

    private HttpAnswer index(MispCall call, ApiKey key) throws MispRefusal {
        Map<String, String> words = call.allWords();
        if (!words.containsKey("limit")) {
            journal.violation("events/index without a limit: MISP loads all of it");
        }
        IndexQuery query = IndexQuery.read(words, events.now());
        IndexQuery.Page page = query.of(events.all());
        MispEventRows rows = new MispEventRows(behaviour.plainNumbers);
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        page.events().forEach(event -> list.add(query.minimal() ? rows.minimal(event) : rows.full(event)));
        return MispAnswers.json(call, list).with("X-Result-Count", Integer.toString(page.of()));
    }

    private HttpAnswer search(MispCall call, ApiKey key) throws MispRefusal {
        if (key.searches() != null && key.searches() == 0) {
            throw MispRefusal.of(405, "API searches are not allowed");
        }
        Searches.Allowance allowance =
                key.searches() == null || behaviour.redisGone ? null : searches.take(key.name(), key.searches());
        HttpAnswer answer = allowance != null && allowance.over()
                ? MispAnswers.error(429, "Rate limit exceeded.", call.request().path())
                : found(call);
        return allowance == null ? answer : allowance.on(answer);
    }

    private HttpAnswer found(MispCall call) throws MispRefusal {
        Map<String, String> words = new LinkedHashMap<>(call.allWords());
        if (!SEARCH_WORDS.containsAll(words.keySet())
                || !"json".equals(words.remove("returnFormat"))
                || !"1".equals(words.remove("metadata"))) {
            throw MispRefusal.notSimulated("events/restSearch with " + words);
        }
        String order = words.remove("order");
        if (order != null) {
            String[] parts = order.split(" ", 2);
            words.put("sort", parts[0].replaceFirst("^Event\\.", ""));
            words.put("direction", parts.length < 2 ? "asc" : parts[1]);
        }
        IndexQuery.Page page = IndexQuery.read(words, events.now()).of(events.all());
        MispEventRows rows = new MispEventRows(behaviour.plainNumbers);
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        page.events().forEach(event -> list.addObject().set("Event", rows.found(event)));
        String body = "{\"response\": " + PhpJson.compact(list) + "}\n";
        return HttpAnswer.of(200, MispAnswers.JSON_TYPE, body)
                .with("X-Result-Count", Integer.toString(page.of()))
                .with("Content-Disposition", "attachment; filename=\"misp.event.list.json\"");
    }

    /** Only the names of the rights are documented. */
    private HttpAnswer me(MispCall call, ApiKey key) throws MispRefusal {
        if (call.arguments().size() != 1 || !call.arguments().get(0).equals("me")) {
            throw MispRefusal.notSimulated(call.request().toString());
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.putObject("User")
                .put("id", "1")
                .put("org_id", "1")
                .put("email", key.name() + "@admin.test")
                .put("disabled", false);
        answer.putObject("Role")
                .put("name", key.role().toString().toLowerCase(java.util.Locale.ROOT))
                .put("perm_auth", true)
                .put("perm_site_admin", key.siteAdmin())
                .put("perm_sync", key.syncs());
        answer.putArray("UserSetting");
        return MispAnswers.json(call, answer);
    }
}
