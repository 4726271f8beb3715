package dev.freshwatch.outbox;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.notice.Kind;
import dev.freshwatch.notice.Notice;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The SQL of notices and their deliveries. */
final class Deliveries {

    /** What became of a delivery. */
    enum State {
        PENDING,
        DELIVERED,
        FAILED,
        WITHDRAWN;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final String WAITING =
            """
            SELECT d.seq, d.check_id, d.attempts, d.created_at, d.next_attempt_at, n.payload
            FROM delivery d JOIN notice n ON n.id = d.notice_id
            WHERE d.sink = ? AND d.state = 'pending' AND\s""";

    private Deliveries() {}

    static void store(Connection connection, Notice notice) throws SQLException {
        String sql =
                """
                INSERT INTO notice (id, check_id, episode_id, kind, made_at, payload) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO NOTHING""";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, notice.id());
            insert.setString(2, notice.getCheck());
            insert.setString(3, notice.episode());
            insert.setString(4, notice.kind().name());
            insert.setLong(5, notice.madeAt().toEpochMilli());
            insert.setString(6, NoticeJson.write(notice));
            insert.executeUpdate();
        }
    }

    static void add(Connection connection, Notice notice, String sink, Instant now) throws SQLException {
        String sql =
                """
                INSERT INTO delivery (notice_id, sink, check_id, state, attempts, created_at, next_attempt_at)
                VALUES (?, ?, ?, 'pending', 0, ?, ?) ON CONFLICT (notice_id, sink) DO NOTHING""";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, notice.id());
            insert.setString(2, sink);
            insert.setString(3, notice.getCheck());
            insert.setLong(4, now.toEpochMilli());
            insert.setLong(5, now.toEpochMilli());
            insert.executeUpdate();
        }
    }

    static List<String> told(Connection connection, Notice notice) throws SQLException {
        String sql =
                """
                SELECT DISTINCT d.sink FROM notice n JOIN delivery d ON d.notice_id = n.id
                WHERE n.episode_id = ? AND n.id <> ? AND n.kind IN ('PROBLEM', 'CHANGE')
                  AND d.state IN ('delivered', 'pending')
                ORDER BY d.sink""";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, notice.episode());
            query.setString(2, notice.id());
            List<String> sinks = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    sinks.add(row.getString(1));
                }
            }
            return sinks;
        }
    }

    /** The first waiting row of each check. */
    static List<Waiting> heads(Connection connection, String sink) throws SQLException {
        String sql = WAITING
                + """
                d.seq IN (SELECT MIN(seq) FROM delivery WHERE sink = ? AND state = 'pending' GROUP BY check_id)""";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, sink);
            query.setString(2, sink);
            return waiting(query);
        }
    }

    /** The first waiting row of each of these checks. */
    static List<Waiting> heads(Connection connection, String sink, Iterable<String> checks) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(WAITING + "d.check_id = ? ORDER BY d.seq LIMIT 1")) {
            List<Waiting> heads = new ArrayList<>();
            for (String check : checks) {
                query.setString(1, sink);
                query.setString(2, check);
                heads.addAll(waiting(query));
            }
            return heads;
        }
    }

    private static List<Waiting> waiting(PreparedStatement query) throws SQLException {
        List<Waiting> rows = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                rows.add(new Waiting(
                        row.getLong(1),
                        row.getString(2),
                        row.getInt(3),
                        Instant.ofEpochMilli(row.getLong(4)),
                        Instant.ofEpochMilli(row.getLong(5)),
                        row.getString(6)));
            }
        }
        return rows;
    }

    /** Writes outcomes. What a sink has taken is delivered, whatever the row became meanwhile. */
    static void mark(Connection connection, Iterable<Mark> marks) throws SQLException {
        String sql =
                """
                UPDATE delivery SET state = ?, attempts = ?, next_attempt_at = ?, settled_at = ?, last_reason = ?
                WHERE seq = ? AND (state = 'pending' OR ? = 'delivered')""";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            for (Mark mark : marks) {
                update.setString(1, mark.state().word());
                update.setInt(2, mark.row().attempts() + 1);
                update.setLong(3, mark.retryAt().toEpochMilli());
                if (mark.state() == State.PENDING) {
                    update.setNull(4, Types.BIGINT);
                } else {
                    update.setLong(4, mark.at().toEpochMilli());
                }
                update.setString(5, mark.reason());
                update.setLong(6, mark.row().seq());
                update.setString(7, mark.state().word());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    static List<Backlog> backlog(Connection connection) throws SQLException {
        String sql =
                """
                SELECT sink, COUNT(*), MIN(created_at) FROM delivery WHERE state = 'pending'
                GROUP BY sink ORDER BY sink""";
        try (PreparedStatement query = connection.prepareStatement(sql);
                ResultSet row = query.executeQuery()) {
            List<Backlog> all = new ArrayList<>();
            while (row.next()) {
                all.add(new Backlog(row.getString(1), row.getLong(2), Instant.ofEpochMilli(row.getLong(3))));
            }
            return all;
        }
    }

    static List<FailedDelivery> lastFailures(Connection connection, int atMost) throws SQLException {
        String sql =
                """
                SELECT d.sink, d.notice_id, d.check_id, n.kind, d.attempts, d.settled_at, d.last_reason
                FROM delivery d JOIN notice n ON n.id = d.notice_id
                WHERE d.state = 'failed' ORDER BY d.settled_at DESC, d.seq DESC LIMIT ?""";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setInt(1, atMost);
            List<FailedDelivery> all = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    all.add(new FailedDelivery(
                            row.getString(1),
                            row.getString(2),
                            new CheckId(row.getString(3)),
                            Kind.valueOf(row.getString(4)),
                            row.getInt(5),
                            Instant.ofEpochMilli(row.getLong(6)),
                            row.getString(7)));
                }
            }
            return all;
        }
    }
}
