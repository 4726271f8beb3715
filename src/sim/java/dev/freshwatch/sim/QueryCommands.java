package dev.freshwatch.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The commands of an event query: execute, status, results, close (esm.md section 6). */
final class QueryCommands {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Appliance appliance;
    private final EsmBehaviour behaviour;
    private final Queries queries;
    private final EventSearch search;

    QueryCommands(Appliance appliance, EsmBehaviour behaviour, Queries queries) {
        this.appliance = appliance;
        this.behaviour = behaviour;
        this.queries = queries;
        this.search = new EventSearch(appliance, behaviour);
    }

    Map<String, Command> all() {
        return Map.of(
                "qryExecuteDetail", this::execute,
                "qryGetStatus", this::status,
                "qryGetResults", this::results,
                "qryClose", this::close);
    }

    private JsonNode execute(Call call) throws SimRefusal {
        call.onlyParameters(Set.of("type", "reverse"));
        call.parameter("type", Set.of("EVENT"), null);
        boolean reverse = call.flag("reverse", "false");
        SimEventQuery asked = SimEventQuery.read(call.request().text());
        Instant now = appliance.now();
        TimeRange range =
                TimeRange.named(asked.timeRange(), asked.customStart(), asked.customEnd(), now, appliance.zone());
        TimeRange searched = behaviour.rangesEndNow ? range : range.withFuture(now);
        EventSearch.Found found = search.find(asked, searched, reverse);
        Queries.Query query = queries.start(asked.deviceId(), asked.fields(), found, behaviour);
        ObjectNode answer = NODES.objectNode();
        answer.set("resultID", call.shape().id(query.id(), !behaviour.numericIds));
        return answer.put("startTime", appliance.text(range.from()))
                .put("stopTime", appliance.text(range.to()))
                .put("totalRows", asked.includeTotal() ? found.total() : 0);
    }

    private JsonNode status(Call call) throws SimRefusal {
        call.onlyParameters(Set.of());
        Queries.Query query = queries.find(resultId(call));
        ObjectNode answer = NODES.objectNode()
                .put("complete", query.complete())
                .put("percentComplete", query.percent())
                .put("milliseconds", TimeUnit.NANOSECONDS.toMillis(query.ranNanos()));
        return call.shape() == Shape.V1
                ? answer.put("totalRecords", query.rows().size())
                : answer;
    }

    private JsonNode results(Call call) throws SimRefusal {
        call.onlyParameters(Set.of("startPos", "numRows", "reverse"));
        int start = call.number("startPos", 0, Integer.MAX_VALUE, null);
        int count = call.number("numRows", 0, 5000, null);
        boolean reverse = call.flag("reverse", "false");
        Queries.Query query = queries.find(resultId(call));
        if (!query.complete()) {
            throw SimRefusal.resultsNotReady();
        }
        List<List<String>> rows = new ArrayList<>(query.rows());
        if (reverse) {
            Collections.reverse(rows);
        }
        ObjectNode answer = NODES.objectNode();
        ArrayNode columns = answer.putArray("columns");
        query.fields().forEach(field -> columns.addObject().put("name", SimEventQuery.column(field)));
        ArrayNode list = answer.putArray("rows");
        for (List<String> row : rows.subList(Math.min(start, rows.size()), rows.size())) {
            if (list.size() < count) {
                ArrayNode values = list.addObject().putArray("values");
                row.forEach(values::add);
            }
        }
        return answer;
    }

    private JsonNode close(Call call) throws SimRefusal {
        call.onlyParameters(Set.of());
        queries.close(resultId(call));
        return null;
    }

    private static long resultId(Call call) throws SimRefusal {
        return call.shape()
                .readId(Fields.of(call.command(), call.request().text(), Set.of("resultID"))
                        .node("resultID"));
    }

    /** Returns the device that a request is about, even if it is malformed; 0 = none. */
    long deviceOf(Call call) {
        if (!call.command().startsWith("qry")) {
            return 0;
        }
        try {
            return call.command().equals("qryExecuteDetail")
                    ? SimEventQuery.read(call.request().text()).deviceId()
                    : queries.deviceOf(resultId(call));
        } catch (SimRefusal malformed) {
            return 0;
        }
    }
}
