package dev.freshwatch.outbox;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Loads the content of a row for its sink and decides what the notice says about its delay. The decision is stored
 * before the sink can see it, so that a repeat after a crash has the same bytes.
 */
final class DeliveryPreparation {

    /** A notice that has waited longer mentions its delay. */
    static final Duration LATE = Duration.ofMinutes(1);

    /** A problem and its recovery that have both waited longer are sent as one notice. */
    static final Duration OVER = Duration.ofMinutes(30);

    /** The episodes of a notice: those of its group, or its own. */
    private static final String EPISODES =
            """
            WITH of_it (episode_id) AS (
              SELECT episode_id FROM notice_member WHERE notice_id = ?
              UNION SELECT n.episode_id FROM notice n WHERE n.id = ?
                AND NOT EXISTS (SELECT 1 FROM notice_member m WHERE m.notice_id = n.id))
            """;
    /** Its recovery: the one that ends exactly these episodes. */
    private static final String RECOVERY = EPISODES
            + """
            SELECT d.seq, d.notice_id FROM notice n JOIN delivery d ON d.notice_id = n.id
            WHERE d.sink = ? AND d.state = 'pending' AND d.created_at < ? AND d.late_by IS NULL AND n.kind = 'RECOVERY'
              AND (n.episode_id IN (SELECT episode_id FROM of_it)
                  AND (SELECT COUNT(*) FROM of_it) = 1
                OR n.id IN (
                  SELECT m.notice_id FROM notice_member m WHERE m.episode_id IN (SELECT episode_id FROM of_it)
                  GROUP BY m.notice_id HAVING COUNT(*) = (SELECT COUNT(*) FROM of_it)
                    AND COUNT(*) = (SELECT COUNT(*) FROM notice_member a WHERE a.notice_id = m.notice_id)))""";
    /** All notices of only these episodes that precede their recovery. */
    private static final String WITHDRAW = EPISODES
            + """
            UPDATE delivery SET state = 'withdrawn', settled_at = ?, last_reason = ?
            WHERE sink = ? AND state = 'pending' AND late_by IS NULL AND notice_id IN (
              SELECT n.id FROM notice n WHERE n.kind IN ('PROBLEM', 'CHANGE', 'REMINDER')
                AND (n.episode_id IN (SELECT episode_id FROM of_it)
                  OR n.id IN (SELECT m.notice_id FROM notice_member m
                    WHERE m.episode_id IN (SELECT episode_id FROM of_it))
                  AND NOT EXISTS (SELECT 1 FROM notice_member m
                    WHERE m.notice_id = n.id AND m.episode_id NOT IN (SELECT episode_id FROM of_it))))""";

    private static final String CONTENT =
            """
            SELECT n.payload, p.payload
            FROM delivery d JOIN notice n ON n.id = d.notice_id LEFT JOIN notice p ON p.id = d.ends
            WHERE d.seq = ? AND d.state = 'pending'""";

    private record Recovery(long seq, String notice) {}

    private final String sink;

    DeliveryPreparation(String sink) {
        this.sink = sink;
    }

    /**
     * Must be called in the transaction that ends before the attempt begins.
     *
     * @return null if the row must no longer be delivered: it was withdrawn, or is sent together with its recovery
     */
    DeliveryItem pack(Connection connection, PendingDelivery row, Instant now) throws SQLException {
        Duration waited = Duration.ofMillis(now.toEpochMilli() - row.createdAt().toEpochMilli());
        boolean undecided = row.lateBy() == null;
        if (undecided
                && row.kind() == Kind.PROBLEM
                && isLonger(waited, OVER)
                && mergesIntoRecovery(connection, row, now)) {
            return null;
        }
        long lateBy = 0;
        if (!undecided) {
            lateBy = row.lateBy();
        } else if (isLonger(waited, LATE)) {
            lateBy = Duration.ofSeconds(waited.toSeconds()).toMillis();
        }
        DeliveryItem item = read(connection, row, lateBy);
        if (item != null && undecided) {
            storeLateBy(connection, row, lateBy);
        }
        return item;
    }

    private static boolean isLonger(Duration one, Duration other) {
        return one.compareTo(other) > 0;
    }

    private static DeliveryItem read(Connection connection, PendingDelivery row, long lateBy) throws SQLException {
        return Sql.first(
                        connection,
                        CONTENT,
                        found -> new DeliveryItem(row, lateBy, found.text(), found.text()),
                        row.seq())
                .orElse(null);
    }

    private static void storeLateBy(Connection connection, PendingDelivery row, long lateBy) throws SQLException {
        Sql.update(connection, "UPDATE delivery SET late_by = ? WHERE seq = ?", lateBy, row.seq());
    }

    private boolean mergesIntoRecovery(Connection connection, PendingDelivery problem, Instant now)
            throws SQLException {
        String notice = problem.notice();
        Optional<Recovery> recovery = Sql.first(
                connection,
                RECOVERY,
                row -> new Recovery(row.number(), row.text()),
                notice,
                notice,
                sink,
                now.minus(OVER));
        if (recovery.isEmpty()) {
            return false;
        }
        String reason = "sent together with its recovery " + recovery.get().notice();
        Sql.update(connection, WITHDRAW, notice, notice, now, reason, sink);
        // The recovery also reports the problem that it ends.
        Sql.update(
                connection,
                "UPDATE delivery SET ends = ? WHERE seq = ?",
                notice,
                recovery.get().seq());
        return true;
    }
}
