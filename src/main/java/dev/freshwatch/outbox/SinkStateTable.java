package dev.freshwatch.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;

/** The SQL of what is remembered of a sink: since when it fails, and until when it wants to be left alone. */
final class SinkStateTable {

    private SinkStateTable() {}

    /** @param first when the try began that may be the first of the failures */
    static void failing(Connection connection, String sink, Instant first, DeliveryOutcome last) throws SQLException {
        String sql =
                """
                INSERT INTO sink_state (sink, failing_since, reason, closed_until) VALUES (?, ?, ?, ?)
                ON CONFLICT (sink) DO UPDATE SET failing_since = COALESCE(sink_state.failing_since, excluded.failing_since),
                  reason = excluded.reason, closed_until = excluded.closed_until""";
        try (PreparedStatement write = connection.prepareStatement(sql)) {
            write.setString(1, sink);
            write.setLong(2, first.toEpochMilli());
            write.setString(3, last.reason());
            if (last.asked()) {
                write.setLong(4, last.retryAt().toEpochMilli());
            } else {
                write.setNull(4, Types.BIGINT);
            }
            write.executeUpdate();
        }
    }

    static void working(Connection connection, String sink) throws SQLException {
        String sql = "UPDATE sink_state SET failing_since = NULL, closed_until = NULL"
                + " WHERE sink = ? AND failing_since IS NOT NULL";
        try (PreparedStatement write = connection.prepareStatement(sql)) {
            write.setString(1, sink);
            write.executeUpdate();
        }
    }

    /** Where nothing waits any more nobody can say whether a sink would still fail. */
    static void forgetIdle(Connection connection) throws SQLException {
        String sql =
                """
                UPDATE sink_state SET failing_since = NULL, closed_until = NULL
                WHERE failing_since IS NOT NULL AND NOT EXISTS (
                  SELECT 1 FROM delivery d WHERE d.sink = sink_state.sink AND d.state = 'pending')""";
        try (PreparedStatement write = connection.prepareStatement(sql)) {
            write.executeUpdate();
        }
    }

    /** Sets all times by so much. */
    static void shift(Connection connection, Duration by) throws SQLException {
        String sql = "UPDATE sink_state SET failing_since = failing_since + ?, closed_until = closed_until + ?";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setLong(1, by.toMillis());
            update.setLong(2, by.toMillis());
            update.executeUpdate();
        }
    }

    /** Until when this sink wants to be left alone; null where it does not. */
    static Instant closedUntil(Connection connection, String sink) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT closed_until FROM sink_state WHERE sink = ?")) {
            query.setString(1, sink);
            try (ResultSet row = query.executeQuery()) {
                long until = row.next() ? row.getLong(1) : 0;
                return until == 0 ? null : Instant.ofEpochMilli(until);
            }
        }
    }
}
