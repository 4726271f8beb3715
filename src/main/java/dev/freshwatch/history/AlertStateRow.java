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
import dev.freshwatch.store.Sql;
import java.sql.SQLException;
import java.util.Collections;

/** The columns of an alert state and of its episode. */
final class AlertStateRow {

    private static final String READ =
            """
            SELECT s.check_id, s.state, s.observed_at, s.unknown_since, s.confirmed, s.turns, s.turning_since,
              s.changes, s.counted, s.flapping, s.flapping_told, s.gap,
              e.id, e.since, e.told, e.told_at, e.announced_by, e.name, e.reason, e.message, e.cause,
              s.cause, s.cause_looks, s.cause_since
            FROM asked JOIN check_state s ON s.check_id = asked.check_id LEFT JOIN episode e ON e.id = s.episode_id""";
    /** The column of {@link #READ} after those of the episode. */
    private static final int CAUSE = 22;

    static final String OPEN =
            """
            INSERT INTO episode (id, check_id, since, told, told_at, announced_by, name, reason, message,
              cause)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET since = excluded.since, told = excluded.told, told_at = excluded.told_at,
              announced_by = excluded.announced_by, name = excluded.name, reason = excluded.reason,
              message = excluded.message, cause = excluded.cause, closed_at = NULL""";
    static final String WRITE =
            """
            INSERT INTO check_state (check_id, state, observed_at, unknown_since, confirmed, turns, turning_since,
              changes, counted, flapping, flapping_told, gap, episode_id, cause, cause_looks, cause_since)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (check_id) DO UPDATE SET state = excluded.state, observed_at = excluded.observed_at,
              unknown_since = excluded.unknown_since, confirmed = excluded.confirmed, turns = excluded.turns,
              turning_since = excluded.turning_since, changes = excluded.changes, counted = excluded.counted,
              flapping = excluded.flapping, flapping_told = excluded.flapping_told, gap = excluded.gap,
              episode_id = excluded.episode_id, cause = excluded.cause, cause_looks = excluded.cause_looks,
              cause_since = excluded.cause_since""";

    private AlertStateRow() {}

    /** Returns the query for the alert states of so many checks, whose ids are its parameters. */
    static String query(int checks) {
        return asked(checks) + READ;
    }

    /**
     * Returns the beginning of a statement that joins the table {@code asked} of so many checks: PostgreSQL compares each row
     * with each of the parameters of {@code IN (?, …)}.
     */
    static String asked(int checks) {
        return "WITH asked (check_id) AS (VALUES " + String.join(",", Collections.nCopies(checks, "(?)")) + ") ";
    }

    static AlertState read(Sql.Row row) throws SQLException {
        return new AlertState(
                new CheckId(row.text()),
                row.constant(State.class),
                row.time(),
                row.time(),
                row.constant(State.class),
                new Row(row.integer(), row.time()),
                new FlapDetector(row.integer(), row.constant(State.class), row.flag(), row.flag()),
                row.duration(),
                episode(row),
                new Cause(row.at(CAUSE).text(), row.integer(), row.time()));
    }

    private static Episode episode(Sql.Row row) throws SQLException {
        String id = row.text();
        return id == null
                ? null
                : new Episode(
                        id,
                        row.time(),
                        row.constant(State.class),
                        row.time(),
                        row.text(),
                        shown(row.text(), row.constant(Reason.class), row.text()),
                        row.text());
    }

    private static Shown shown(String name, Reason reason, String message) {
        return reason == null ? null : new Shown(name, reason, message);
    }

    /** Parameters for {@link #WRITE}. */
    static Object[] written(AlertState alertState) {
        return Sql.args(
                alertState.check().value(),
                alertState.state(),
                alertState.observedAt(),
                alertState.unknownSince(),
                alertState.confirmed(),
                alertState.row().length(),
                alertState.row().since(),
                alertState.flaps().changes(),
                alertState.flaps().counted(),
                alertState.flaps().on(),
                alertState.flaps().told(),
                alertState.gap(),
                alertState.episode() == null ? null : alertState.episode().id(),
                alertState.cause().key(),
                alertState.cause().looks(),
                alertState.cause().since());
    }

    /** Parameters for {@link #OPEN}; the check must have an episode. */
    static Object[] opened(AlertState alertState) {
        Episode episode = alertState.episode();
        Shown shown = episode.shown();
        return Sql.args(
                episode.id(),
                alertState.check().value(),
                episode.since(),
                episode.told(),
                episode.toldAt(),
                episode.announcedBy(),
                shown == null ? null : shown.name(),
                shown == null ? null : shown.reason(),
                shown == null ? null : shown.message(),
                episode.cause());
    }
}
