package dev.freshwatch.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshwatch.sim.AlarmBook.Alarm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** {@code alarmGetTriggeredAlarms} (esm.md section 5). */
final class AlarmCommand implements Command {

    private static final Set<String> PARAMETERS =
            Set.of("triggeredTimeRange", "customStart", "customEnd", "status", "pageSize", "pageNumber");
    private static final Map<String, Boolean> ACKNOWLEDGED = Map.of("acknowledged", true, "unacknowledged", false);

    private final Appliance appliance;
    private final EsmBehaviour behaviour;
    private final String username;
    private final Random shuffle = new Random(1);

    AlarmCommand(Appliance appliance, EsmBehaviour behaviour, String username) {
        this.appliance = appliance;
        this.behaviour = behaviour;
        this.username = username;
    }

    @Override
    public JsonNode answer(Call call) throws SimRefusal {
        call.onlyParameters(PARAMETERS);
        Instant now = appliance.now();
        TimeRange range = TimeRange.named(
                call.parameter("triggeredTimeRange", null),
                call.request().query().get("customStart"),
                call.request().query().get("customEnd"),
                now,
                appliance.zone());
        if (!behaviour.rangesEndNow) {
            range = range.withFuture(now);
        }
        String status = call.parameter("status", Set.of("", "acknowledged", "unacknowledged"), "");
        int size = call.number("pageSize", 1, 5000, 1000);
        int page = call.number("pageNumber", 1, 999_999, 1);
        String assignee = assignee(call);
        List<Alarm> found =
                appliance.alarms().find(range, assignee, assignee.equals(username), ACKNOWLEDGED.get(status));
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        ordered(found).stream().skip((page - 1L) * size).limit(size).forEach(alarm -> list.add(json(alarm, call)));
        return list;
    }

    /** Returns the assignee in the request; the current user by default. */
    private String assignee(Call call) throws SimRefusal {
        if (!call.hasBody()) {
            return username;
        }
        Fields body = Fields.of(call.command(), call.request().text(), Set.of("assignedUser"));
        if (!body.has("assignedUser")) {
            return username;
        }
        Fields user = body.object("assignedUser", Set.of("username", "id"));
        if (user.has("id")) {
            call.shape().readId(user.node("id"));
        }
        return user.text("username");
    }

    private List<Alarm> ordered(List<Alarm> newestFirst) {
        List<Alarm> alarms = new ArrayList<>(newestFirst);
        switch (behaviour.alarmOrder) {
            case OLDEST_FIRST -> Collections.reverse(alarms);
            case SHUFFLED -> Collections.shuffle(alarms, shuffle);
            case NEWEST_FIRST -> {}
        }
        return alarms;
    }

    private ObjectNode json(Alarm alarm, Call call) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("id", call.shape().id(alarm.id(), false));
        return json.put("summary", "Field match: " + alarm.name())
                .put("assignee", alarm.assignee() == null ? username : alarm.assignee())
                .put("severity", 50)
                .put("triggeredDate", appliance.text(alarm.triggered()))
                .put("acknowledgedDate", appliance.text(alarm.acknowledged()))
                .put("acknowledgedUsername", alarm.acknowledged() == null ? "" : username)
                .put("alarmName", alarm.name())
                .put("conditionType", 14);
    }
}
