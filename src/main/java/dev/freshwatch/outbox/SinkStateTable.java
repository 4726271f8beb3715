package dev.freshwatch.outbox;

import dev.freshwatch.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** SQL for the state of sinks: since when they have been failing, and until when they asked for a pause. */
final class SinkStateTable {

    private SinkStateTable() {}

    /** @param first start of the attempt that may be the first failure */
    static void failing(Connection connection, String sink, Instant first, DeliveryOutcome last) throws SQLException {
        String sql =
                """
                INSERT INTO sink_state (sink, failing_since, reason, closed_until) VALUES (?, ?, ?, ?)
                ON CONFLICT (sink) DO UPDATE SET failing_since = COALESCE(sink_state.failing_since, excluded.failing_since),
                  reason = excluded.reason, closed_until = excluded.closed_until""";
        Sql.update(connection, sql, sink, first, last.reason(), last.asked() ? last.retryAt() : null);
    }

    static void working(Connection connection, String sink) throws SQLException {
        String sql = "UPDATE sink_state SET failing_since = NULL, closed_until = NULL"
                + " WHERE sink = ? AND failing_since IS NOT NULL";
        Sql.update(connection, sql, sink);
    }

    /** If nothing is waiting, nobody can tell whether a sink would still fail. */
    static void forgetIdle(Connection connection) throws SQLException {
        String sql =
                """
                UPDATE sink_state SET failing_since = NULL, closed_until = NULL
                WHERE failing_since IS NOT NULL AND NOT EXISTS (
                  SELECT 1 FROM delivery d WHERE d.sink = sink_state.sink AND d.state = 'pending')""";
        Sql.update(connection, sql);
    }

    /** Moves all times by this amount. */
    static void shift(Connection connection, Duration by) throws SQLException {
        String sql = "UPDATE sink_state SET failing_since = failing_since + ?, closed_until = closed_until + ?";
        Sql.update(connection, sql, by, by);
    }

    /** Until when this sink asked for a pause; empty if it did not. */
    static Optional<Instant> closedUntil(Connection connection, String sink) throws SQLException {
        return Sql.first(connection, "SELECT closed_until FROM sink_state WHERE sink = ?", Sql.Row::time, sink);
    }
}
