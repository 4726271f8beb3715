package dev.freshwatch.history;

import dev.freshwatch.alert.AlertState;
import dev.freshwatch.alert.AlertState.Episode;
import dev.freshwatch.alert.AlertState.Row;
import dev.freshwatch.alert.AlertState.Shown;
import dev.freshwatch.alert.Cause;
import dev.freshwatch.alert.FlapDetector;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;

/** The columns of a life and of its episode. */
final class AlertStateRow {

    /** To be followed by as many question marks as checks are asked for, and a bracket. */
    static final String READ =
            """
            SELECT s.check_id, s.state, s.observed_at, s.unknown_since, s.confirmed, s.turns, s.turning_since,
              s.changes, s.counted, s.flapping, s.flapping_told, s.gap,
              e.id, e.since, e.told, e.told_at, e.announced_by, e.name, e.reason, e.message, e.cause,
              s.cause, s.cause_looks, s.cause_since
            FROM check_state s LEFT JOIN episode e ON e.id = s.episode_id
            WHERE s.check_id IN (""";

    private AlertStateRow() {}

    static AlertState read(ResultSet row) throws SQLException {
        return new AlertState(
                new CheckId(row.getString(1)),
                state(row, 2),
                time(row, 3),
                time(row, 4),
                state(row, 5),
                new Row(row.getInt(6), time(row, 7)),
                new FlapDetector(row.getInt(8), state(row, 9), row.getInt(10) != 0, row.getInt(11) != 0),
                duration(row, 12),
                row.getString(13) == null ? null : episode(row),
                new Cause(row.getString(22), row.getInt(23), time(row, 24)));
    }

    private static Episode episode(ResultSet row) throws SQLException {
        String reason = row.getString(19);
        Shown shown = reason == null ? null : new Shown(row.getString(18), Reason.valueOf(reason), row.getString(20));
        return new Episode(
                row.getString(13),
                time(row, 14),
                state(row, 15),
                time(row, 16),
                row.getString(17),
                shown,
                row.getString(21));
    }

    static void set(PreparedStatement write, AlertState alertState) throws SQLException {
        write.setString(1, alertState.check().value());
        write.setString(2, name(alertState.state()));
        setTime(write, 3, alertState.observedAt());
        setTime(write, 4, alertState.unknownSince());
        write.setString(5, name(alertState.confirmed()));
        write.setInt(6, alertState.row().length());
        setTime(write, 7, alertState.row().since());
        write.setInt(8, alertState.flaps().changes());
        write.setString(9, name(alertState.flaps().counted()));
        write.setInt(10, alertState.flaps().on() ? 1 : 0);
        write.setInt(11, alertState.flaps().told() ? 1 : 0);
        if (alertState.gap() == null) {
            write.setNull(12, Types.BIGINT);
        } else {
            write.setLong(12, alertState.gap().toMillis());
        }
        write.setString(
                13, alertState.episode() == null ? null : alertState.episode().id());
        write.setString(14, alertState.cause().key());
        write.setInt(15, alertState.cause().looks());
        setTime(write, 16, alertState.cause().since());
    }

    static void set(PreparedStatement open, CheckId check, Episode episode) throws SQLException {
        Shown shown = episode.shown();
        open.setString(1, episode.id());
        open.setString(2, check.value());
        setTime(open, 3, episode.since());
        open.setString(4, name(episode.told()));
        setTime(open, 5, episode.toldAt());
        open.setString(6, episode.announcedBy());
        open.setString(7, shown == null ? null : shown.name());
        open.setString(8, shown == null ? null : shown.reason().name());
        open.setString(9, shown == null ? null : shown.message());
        open.setString(10, episode.cause());
    }

    private static String name(State state) {
        return state == null ? null : state.name();
    }

    private static State state(ResultSet row, int column) throws SQLException {
        String name = row.getString(column);
        return name == null ? null : State.valueOf(name);
    }

    private static Duration duration(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Duration.ofMillis(millis);
    }

    static Instant time(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    static void setTime(PreparedStatement statement, int at, Instant time) throws SQLException {
        if (time == null) {
            statement.setNull(at, Types.BIGINT);
        } else {
            statement.setLong(at, time.toEpochMilli());
        }
    }
}
