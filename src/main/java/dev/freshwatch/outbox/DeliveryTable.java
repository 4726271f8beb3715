package dev.freshwatch.outbox;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.outbox.FailureRule.Peer;
import dev.freshwatch.store.Store;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The SQL of notices and their deliveries. */
public final class DeliveryTable {

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

    /** In place of a {@link Peer} where the sink has taken it. */
    static final String ACCEPTED = "accepted";

    private static final String WAITING =
            """
            SELECT d.seq, d.lane, d.notice_id, n.check_id, n.kind, n.episode_id, d.attempts, d.created_at,
              d.next_attempt_at, d.late_by
            FROM\s""";

    private DeliveryTable() {}

    /** Keeps notices; one that is there already stays as it is. */
    static void store(Connection connection, Iterable<Notice> notices) throws SQLException {
        String sql =
                """
                INSERT INTO notice (id, check_id, episode_id, kind, made_at, payload) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO NOTHING""";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (Notice notice : notices) {
                insert.setString(1, notice.id());
                insert.setString(2, notice.getCheck());
                insert.setString(3, notice.episode());
                insert.setString(4, notice.kind().name());
                insert.setLong(5, notice.madeAt().toEpochMilli());
                insert.setString(6, NoticeJson.write(notice));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** A notice for a sink; lane is what it is delivered in order with. */
    record Put(Notice notice, String sink, String orderingKey) {}

    /** Puts notices that are kept into the queues of sinks, in this order; each once, however often it is put. */
    static void add(Connection connection, Iterable<Put> puts, Instant now) throws SQLException {
        String sql =
                """
                INSERT INTO delivery (notice_id, sink, lane, state, attempts, created_at, next_attempt_at)
                VALUES (?, ?, ?, 'pending', 0, ?, ?) ON CONFLICT (notice_id, sink) DO NOTHING""";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (Put put : puts) {
                insert.setString(1, put.notice().id());
                insert.setString(2, put.sink());
                insert.setString(3, put.orderingKey());
                insert.setLong(4, now.toEpochMilli());
                insert.setLong(5, now.toEpochMilli());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** A sink is told of an episode by a notice of its own, or by one of a group that it belongs to. */
    static List<String> told(Connection connection, Notice notice) throws SQLException {
        String sql =
                """
                WITH asked (episode_id) AS (
                  SELECT CAST(? AS VARCHAR(64)) UNION SELECT episode_id FROM notice_member WHERE notice_id = ?)
                SELECT DISTINCT d.sink FROM notice n JOIN delivery d ON d.notice_id = n.id
                WHERE n.id IN (
                    SELECT id FROM notice WHERE episode_id IN (SELECT episode_id FROM asked)
                    UNION SELECT notice_id FROM notice_member WHERE episode_id IN (SELECT episode_id FROM asked))
                  AND n.id <> ? AND n.kind IN ('PROBLEM', 'CHANGE') AND d.state IN ('delivered', 'pending')
                ORDER BY d.sink""";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, notice.episode());
            query.setString(2, notice.id());
            query.setString(3, notice.id());
            List<String> sinks = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    sinks.add(row.getString(1));
                }
            }
            return sinks;
        }
    }

    /** The first waiting row of each lane. Joined from the few to the many, which needs no statistics to be fast. */
    static List<PendingDelivery> heads(Connection connection, String sink) throws SQLException {
        String sql = WAITING
                + """
                (SELECT MIN(seq) AS seq FROM delivery WHERE sink = ? AND state = 'pending' GROUP BY lane) head
                JOIN delivery d ON d.seq = head.seq JOIN notice n ON n.id = d.notice_id""";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, sink);
            return waiting(query);
        }
    }

    /** The first waiting row of each of these lanes. */
    static List<PendingDelivery> heads(Connection connection, String sink, Iterable<String> orderingKeys)
            throws SQLException {
        String sql = WAITING
                + """
                (SELECT MIN(seq) AS seq FROM delivery WHERE sink = ? AND state = 'pending' AND lane = ?) head
                JOIN delivery d ON d.seq = head.seq JOIN notice n ON n.id = d.notice_id""";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            List<PendingDelivery> heads = new ArrayList<>();
            for (String orderingKey : orderingKeys) {
                query.setString(1, sink);
                query.setString(2, orderingKey);
                heads.addAll(waiting(query));
            }
            return heads;
        }
    }

    private static List<PendingDelivery> waiting(PreparedStatement query) throws SQLException {
        List<PendingDelivery> rows = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                long lateBy = row.getLong(10);
                Long bound = row.wasNull() ? null : lateBy;
                rows.add(new PendingDelivery(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        Kind.valueOf(row.getString(5)),
                        row.getString(6),
                        row.getInt(7),
                        Instant.ofEpochMilli(row.getLong(8)),
                        Instant.ofEpochMilli(row.getLong(9)),
                        bound));
            }
        }
        return rows;
    }

    /** Writes outcomes. What a sink has taken is delivered, whatever the row became meanwhile. */
    static void mark(Connection connection, Iterable<DeliveryOutcome> marks) throws SQLException {
        String sql =
                """
                UPDATE delivery SET state = ?, attempts = ?, next_attempt_at = ?, settled_at = ?, last_reason = ?,
                  late_by = ?, peer = ?, lane = ?
                WHERE seq = ? AND (state = 'pending' OR ? = 'delivered')""";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            for (DeliveryOutcome mark : marks) {
                update.setString(1, mark.state().word());
                update.setInt(2, mark.row().attempts() + 1);
                update.setLong(3, mark.retryAt().toEpochMilli());
                if (mark.state() == State.PENDING) {
                    update.setNull(4, Types.BIGINT);
                } else {
                    update.setLong(4, mark.at().toEpochMilli());
                }
                update.setString(5, mark.reason());
                if (mark.bound() == null) {
                    update.setNull(6, Types.BIGINT);
                } else {
                    update.setLong(6, mark.bound());
                }
                update.setString(7, mark.peer() == null ? ACCEPTED : word(mark.peer()));
                update.setString(8, mark.orderingKey());
                update.setLong(9, mark.row().seq());
                update.setString(10, mark.state().word());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    /** Sets the times of what waits by so much. */
    static void shift(Connection connection, Duration by) throws SQLException {
        String sql =
                """
                UPDATE delivery SET created_at = created_at + ?, next_attempt_at = next_attempt_at + ?
                WHERE state = 'pending'""";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setLong(1, by.toMillis());
            update.setLong(2, by.toMillis());
            update.executeUpdate();
        }
    }

    /** What waits, for each sink that anything waits for. */
    public static List<SinkBacklog> backlog(Store store) {
        return store.transaction(DeliveryTable::backlog);
    }

    /** What was given up, the latest first. */
    public static List<FailedDelivery> lastFailures(Store store, int atMost) {
        return store.transaction(connection -> lastFailures(connection, atMost));
    }

    static String word(Peer peer) {
        return peer.name().toLowerCase(Locale.ROOT);
    }

    private static List<SinkBacklog> backlog(Connection connection) throws SQLException {
        String sql =
                """
                SELECT sink, COUNT(*), MIN(created_at) FROM delivery WHERE state = 'pending'
                GROUP BY sink ORDER BY sink""";
        try (PreparedStatement query = connection.prepareStatement(sql);
                ResultSet row = query.executeQuery()) {
            List<SinkBacklog> all = new ArrayList<>();
            while (row.next()) {
                all.add(new SinkBacklog(row.getString(1), row.getLong(2), Instant.ofEpochMilli(row.getLong(3))));
            }
            return all;
        }
    }

    private static List<FailedDelivery> lastFailures(Connection connection, int atMost) throws SQLException {
        String sql =
                """
                SELECT d.sink, d.notice_id, n.check_id, n.kind, d.attempts, d.settled_at, d.last_reason
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
