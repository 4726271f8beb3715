package dev.freshwatch.history;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Acknowledged problems: no reminders for them until the problem or the acknowledgement ends. A running watch heeds
 * changes from its next cycle on. Each change is recorded in the audit.
 */
public final class AcknowledgementTable {

    private final Store store;

    public AcknowledgementTable(Store store) {
        this.store = store;
    }

    /**
     * An acknowledgement of a problem.
     *
     * @param ends null = ends with the problem
     */
    public record Acknowledgement(CheckId check, String episode, Instant ends, String reason, String madeBy) {}

    /**
     * Acknowledges the open problem of this check, replacing any earlier acknowledgement of it.
     *
     * @param length how long it lasts; null = until the problem ends
     * @return empty if the check has no open problem
     */
    public Optional<Acknowledgement> add(CheckId check, Duration length, String reason, String who) {
        Instant now = store.clock().instant();
        return store.transaction(connection -> {
            Optional<String> episode = open(connection, check);
            if (episode.isEmpty()) {
                return Optional.empty();
            }
            Instant ends = length == null ? null : now.plus(length);
            Acknowledgement made = new Acknowledgement(check, episode.get(), ends, reason, who);
            insert(connection, made, now);
            String until = ends == null ? "until it ends" : "until " + ends;
            String detail = String.format(Locale.ROOT, "%s %s: %s", check, until, reason);
            AuditTable.write(connection, new AuditTable.Line(now, who, "acknowledge", detail));
            return Optional.of(made);
        });
    }

    private static Optional<String> open(Connection connection, CheckId check) throws SQLException {
        String sql =
                """
                SELECT e.id FROM check_state s JOIN episode e ON e.id = s.episode_id
                WHERE s.check_id = ? AND (s.confirmed <> 'OK' OR s.flapping_told <> 0)""";
        return Sql.first(connection, sql, Sql.Row::text, check.value());
    }

    private static void insert(Connection connection, Acknowledgement made, Instant now) throws SQLException {
        String sql =
                """
                INSERT INTO acknowledgement (episode_id, check_id, ends, reason, made_by, made_at)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (episode_id) DO UPDATE SET ends = excluded.ends, reason = excluded.reason,
                  made_by = excluded.made_by, made_at = excluded.made_at""";
        Sql.update(
                connection, sql, made.episode(), made.check().value(), made.ends(), made.reason(), made.madeBy(), now);
    }

    /** The ids of open episodes with an acknowledgement in force. */
    static Set<String> at(Connection connection, Instant now) throws SQLException {
        String sql =
                """
                SELECT a.episode_id FROM acknowledgement a JOIN episode e ON e.id = a.episode_id
                WHERE e.closed_at IS NULL AND (a.ends IS NULL OR a.ends > ?)""";
        return new HashSet<>(Sql.list(connection, sql, Sql.Row::text, now));
    }
}
