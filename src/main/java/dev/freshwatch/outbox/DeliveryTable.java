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

    /** State of a delivery, as stored. */
    enum State {
        PENDING,
        DELIVERED,
        FAILED,
        WITHDRAWN;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Stored in place of a {@link Peer} if the sink accepted the notice. */
    static final String ACCEPTED = "accepted";

    private static final String WAITING =
            """
            SELECT d.seq, d.lane, d.notice_id, n.check_id, n.kind, n.episode_id, d.attempts, d.created_at,
              d.next_attempt_at, d.late_by
            FROM\s""";

    private DeliveryTable() {}

    /** Stores notices; notices that already exist are not changed. */
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

    /** A notice for a sink; notices with the same ordering key are delivered in order. */
    record Put(Notice notice, String sink, String orderingKey) {}

    /**
     * Puts stored notices into the queues of sinks, in this order; a notice that is already queued is not added again.
     */
    static void add(Connection connection, Iterable<Put> puts, Instant now) throws SQLException {
        String sql =
                """
                INSERT INTO delivery (notice_id, sink, lane, state, attempts, created_at, next_attempt_at)
                VALUES (?, ?, ?, 'pending', 0, ?, ?) ON CONFLICT (notice_id, sink) DO NOTHING""";
        Sql.batch(connection, sql, puts, put -> Sql.args(put.notice().id(), put.sink(), put.orderingKey(), now, now));
    }

    /** The sinks that know of an episode, from a notice of its own or of a group it belongs to. */
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

    /**
     * The first pending row of each ordering key. The join goes from few rows to many, so it is fast without
     * statistics.
     */
    static List<PendingDelivery> heads(Connection connection, String sink) throws SQLException {
        String sql = WAITING
                + """
                (SELECT MIN(seq) AS seq FROM delivery WHERE sink = ? AND state = 'pending' GROUP BY lane) head
                JOIN delivery d ON d.seq = head.seq JOIN notice n ON n.id = d.notice_id""";
        return Sql.list(connection, sql, DeliveryTable::waiting, sink);
    }

    /** The first pending row of each of these ordering keys. */
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

    /** Writes outcomes. A row that the sink accepted becomes delivered, whatever its state is meanwhile. */
    static void writeOutcomes(Connection connection, Iterable<DeliveryOutcome> outcomes) throws SQLException {
        String sql =
                """
                UPDATE delivery SET state = ?, attempts = ?, next_attempt_at = ?, settled_at = ?, last_reason = ?,
                  late_by = ?, peer = ?, lane = ?
                WHERE seq = ? AND (state = 'pending' OR ? = 'delivered')""";
        Sql.batch(
                connection,
                sql,
                outcomes,
                outcome -> Sql.args(
                        outcome.state().word(),
                        outcome.row().attempts() + 1,
                        outcome.retryAt(),
                        outcome.state() == State.PENDING ? null : outcome.at(),
                        outcome.reason(),
                        outcome.bound(),
                        outcome.peer() == null ? ACCEPTED : word(outcome.peer()),
                        outcome.orderingKey(),
                        outcome.row().seq(),
                        outcome.state().word()));
    }

    /** Moves the times of pending rows by this amount. */
    static void shift(Connection connection, Duration by) throws SQLException {
        String sql =
                """
                UPDATE delivery SET created_at = created_at + ?, next_attempt_at = next_attempt_at + ?
                WHERE state = 'pending'""";
        Sql.update(connection, sql, by, by);
    }

    /** The backlog of each sink that has pending notices. */
    public static List<SinkBacklog> backlog(Store store) {
        return store.transaction(DeliveryTable::backlog);
    }

    /** The deliveries that were given up, latest first. */
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
