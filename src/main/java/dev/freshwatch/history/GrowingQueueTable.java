package dev.freshwatch.history;

import dev.freshwatch.misp.QueueMemory.Row;
import dev.freshwatch.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** SQL for the queues of a MISP whose jobs are not decreasing. */
final class GrowingQueueTable {

    private GrowingQueueTable() {}

    static Map<String, Row> read(Connection connection, String misp, Instant since) throws SQLException {
        String sql = "SELECT queue, first_jobs, last_jobs, steps FROM misp_backlog WHERE misp = ? AND looked_at >= ?";
        Map<String, Row> rows = new HashMap<>();
        Sql.list(
                connection,
                sql,
                row -> rows.put(row.text(), new Row(row.number(), row.number(), row.integer())),
                misp,
                since);
        return rows;
    }

    static void replace(Connection connection, String misp, Map<String, Row> rows, Instant now) throws SQLException {
        Sql.update(connection, "DELETE FROM misp_backlog WHERE misp = ?", misp);
        String sql = "INSERT INTO misp_backlog (misp, queue, first_jobs, last_jobs, steps, looked_at)"
                + " VALUES (?, ?, ?, ?, ?, ?)";
        Sql.batch(connection, sql, rows.entrySet(), row -> {
            Row jobs = row.getValue();
            return Sql.args(misp, row.getKey(), jobs.first(), jobs.last(), jobs.steps(), now);
        });
    }
}
