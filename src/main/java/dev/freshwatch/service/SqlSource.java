package dev.freshwatch.service;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.jdbc.DatabaseQuery;
import dev.freshwatch.service.ListService.ListSource;
import java.util.Optional;

/** Sources from the rows of a query: id, time, and perhaps a label. */
record SqlSource(DatabaseQuery query) implements ListSource {

    private static final int LEAST_COLUMNS = 2;

    @Override
    public Optional<String> host() {
        return SqlAnswer.host(query.url());
    }

    @Override
    public Optional<HttpProfile> profile() {
        return Optional.empty();
    }

    @Override
    public Unanswered read(ServiceTools tools, SourceRows into) throws InterruptedException {
        boolean[] narrow = new boolean[1];
        Unanswered unread = SqlAnswer.read(into.list(), query, tools, row -> {
            narrow[0] |= row.size() < LEAST_COLUMNS;
            ArrayNode cells = JsonNodeFactory.instance.arrayNode();
            row.forEach(cells::add);
            into.add(cells);
        });
        return unread == null && narrow[0]
                ? new Unanswered(
                        Reason.UNREADABLE, "the query has one column; select id, time, and a label if you like", null)
                : unread;
    }
}
