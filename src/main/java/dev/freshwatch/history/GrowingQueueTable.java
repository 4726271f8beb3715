package dev.freshwatch.history;

import dev.freshwatch.misp.QueueMemory.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The queues of a MISP whose jobs do not become fewer, in the store. */
final class GrowingQueueTable {

    private GrowingQueueTable() {}

    static Map<String, Row> read(Connection connection, String misp, Instant since) throws SQLException {
        String sql = "SELECT queue, first_jobs, last_jobs, steps FROM misp_backlog WHERE misp = ? AND looked_at >= ?";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, misp);
            query.setLong(2, since.toEpochMilli());
            Map<String, Row> rows = new HashMap<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    rows.put(row.getString(1), new Row(row.getLong(2), row.getLong(3), row.getInt(4)));
                }
            }
            return rows;
        }
    }

    static void replace(Connection connection, String misp, Map<String, Row> rows, Instant now) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM misp_backlog WHERE misp = ?");
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO misp_backlog (misp, queue, first_jobs, last_jobs, steps, looked_at)"
                                + " VALUES (?, ?, ?, ?, ?, ?)")) {
            delete.setString(1, misp);
            delete.executeUpdate();
            for (Map.Entry<String, Row> row : rows.entrySet()) {
                insert.setString(1, misp);
                insert.setString(2, row.getKey());
                insert.setLong(3, row.getValue().first());
                insert.setLong(4, row.getValue().last());
                insert.setInt(5, row.getValue().steps());
                insert.setLong(6, now.toEpochMilli());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
