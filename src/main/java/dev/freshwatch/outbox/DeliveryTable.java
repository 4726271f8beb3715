package dev.freshwatch.outbox;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.outbox.FailureRule.Peer;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
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
        Sql.batch(
                connection,
                sql,
                notices,
                notice -> Sql.args(
                        notice.id(),
                        notice.getCheck(),
                        notice.episode(),
                        notice.kind(),
                        notice.madeAt(),
                        NoticeJson.write(notice)));
    }

    /** A notice for a sink; lane is what it is delivered in order with. */
    record Put(Notice notice, String sink, String orderingKey) {}

    /** Puts notices that are kept into the queues of sinks, in this order; each once, however often it is put. */
    static void add(Connection connection, Iterable<Put> puts, Instant now) throws SQLException {
        String sql =
                """
                INSERT INTO delivery (notice_id, sink, lane, state, attempts, created_at, next_attempt_at)
                VALUES (?, ?, ?, 'pending', 0, ?, ?) ON CONFLICT (notice_id, sink) DO NOTHING""";
        Sql.batch(connection, sql, puts, put -> Sql.args(put.notice().id(), put.sink(), put.orderingKey(), now, now));
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
        return Sql.list(connection, sql, Sql.Row::text, notice.episode(), notice.id(), notice.id());
    }

    /** The first waiting row of each lane. Joined from the few to the many, which needs no statistics to be fast. */
    static List<PendingDelivery> heads(Connection connection, String sink) throws SQLException {
        String sql = WAITING
                + """
                (SELECT MIN(seq) AS seq FROM delivery WHERE sink = ? AND state = 'pending' GROUP BY lane) head
                JOIN delivery d ON d.seq = head.seq JOIN notice n ON n.id = d.notice_id""";
        return Sql.list(connection, sql, DeliveryTable::waiting, sink);
    }

    /** The first waiting row of each of these lanes. */
    static List<PendingDelivery> heads(Connection connection, String sink, Iterable<String> orderingKeys)
            throws SQLException {
        String sql = WAITING
                + """
                (SELECT MIN(seq) AS seq FROM delivery WHERE sink = ? AND state = 'pending' AND lane = ?) head
                JOIN delivery d ON d.seq = head.seq JOIN notice n ON n.id = d.notice_id""";
        return Sql.listForEach(
                connection, sql, DeliveryTable::waiting, orderingKeys, orderingKey -> Sql.args(sink, orderingKey));
    }

    private static PendingDelivery waiting(Sql.Row row) throws SQLException {
        return new PendingDelivery(
                row.number(),
                row.text(),
                row.text(),
                row.text(),
                row.constant(Kind.class),
                row.text(),
                row.integer(),
                row.time(),
                row.time(),
                row.numberOrNull());
    }

    /** Writes outcomes. What a sink has taken is delivered, whatever the row became meanwhile. */
    static void mark(Connection connection, Iterable<DeliveryOutcome> marks) throws SQLException {
        String sql =
                """
                UPDATE delivery SET state = ?, attempts = ?, next_attempt_at = ?, settled_at = ?, last_reason = ?,
                  late_by = ?, peer = ?, lane = ?
                WHERE seq = ? AND (state = 'pending' OR ? = 'delivered')""";
        Sql.batch(
                connection,
                sql,
                marks,
                mark -> Sql.args(
                        mark.state().word(),
                        mark.row().attempts() + 1,
                        mark.retryAt(),
                        mark.state() == State.PENDING ? null : mark.at(),
                        mark.reason(),
                        mark.bound(),
                        mark.peer() == null ? ACCEPTED : word(mark.peer()),
                        mark.orderingKey(),
                        mark.row().seq(),
                        mark.state().word()));
    }

    /** Sets the times of what waits by so much. */
    static void shift(Connection connection, Duration by) throws SQLException {
        String sql =
                """
                UPDATE delivery SET created_at = created_at + ?, next_attempt_at = next_attempt_at + ?
                WHERE state = 'pending'""";
        Sql.update(connection, sql, by, by);
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
        return Sql.list(connection, sql, row -> new SinkBacklog(row.text(), row.number(), row.time()));
    }

    private static List<FailedDelivery> lastFailures(Connection connection, int atMost) throws SQLException {
        String sql =
                """
                SELECT d.sink, d.notice_id, n.check_id, n.kind, d.attempts, d.settled_at, d.last_reason
                FROM delivery d JOIN notice n ON n.id = d.notice_id
                WHERE d.state = 'failed' ORDER BY d.settled_at DESC, d.seq DESC LIMIT ?""";
        return Sql.list(
                connection,
                sql,
                row -> new FailedDelivery(
                        row.text(),
                        row.text(),
                        new CheckId(row.text()),
                        row.constant(Kind.class),
                        row.integer(),
                        row.time(),
                        row.text()),
                atMost);
    }
}
