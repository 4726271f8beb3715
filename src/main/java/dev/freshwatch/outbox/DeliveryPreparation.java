package dev.freshwatch.outbox;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Makes of a row what is handed to its sink, and decides what that says of how late it is. The decision is in the store
 * before the sink can see it, so that a repeat after a crash is the same bytes.
 */
final class DeliveryPreparation {

    /** A notice that waited for longer says so. */
    static final Duration LATE = Duration.ofMinutes(1);

    /** A problem and its recovery that both waited for longer are told as one. */
    static final Duration OVER = Duration.ofMinutes(30);

    /** The episodes that a notice tells of: those of a group, or its own. */
    private static final String EPISODES =
            """
            WITH of_it (episode_id) AS (
              SELECT episode_id FROM notice_member WHERE notice_id = ?
              UNION SELECT n.episode_id FROM notice n WHERE n.id = ?
                AND NOT EXISTS (SELECT 1 FROM notice_member m WHERE m.notice_id = n.id))
            """;
    /** Its recovery: the one that tells the end of just these episodes. */
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
    /** All that is told of these episodes alone before their end. */
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
     * To be called within the transaction that ends before the try begins.
     *
     * @return null where this row is not to be delivered any more: it was withdrawn, or is told with its recovery
     */
    DeliveryItem pack(Connection connection, PendingDelivery row, Instant now) throws SQLException {
        Duration waited = Duration.ofMillis(now.toEpochMilli() - row.createdAt().toEpochMilli());
        boolean open = row.lateBy() == null;
        if (open && row.kind() == Kind.PROBLEM && isLonger(waited, OVER) && isToldWithItsEnd(connection, row, now)) {
            return null;
        }
        long lateBy = 0;
        if (!open) {
            lateBy = row.lateBy();
        } else if (isLonger(waited, LATE)) {
            lateBy = Duration.ofSeconds(waited.toSeconds()).toMillis();
        }
        DeliveryItem item = read(connection, row, lateBy);
        if (item != null && open) {
            decide(connection, row, lateBy);
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

    private static void decide(Connection connection, PendingDelivery row, long lateBy) throws SQLException {
        Sql.update(connection, "UPDATE delivery SET late_by = ? WHERE seq = ?", lateBy, row.seq());
    }

    private boolean isToldWithItsEnd(Connection connection, PendingDelivery problem, Instant now) throws SQLException {
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
        String reason = "told with its recovery " + recovery.get().notice();
        Sql.update(connection, WITHDRAW, notice, notice, now, reason, sink);
        // What waits behind the problem is told as its end.
        Sql.update(
                connection,
                "UPDATE delivery SET ends = ? WHERE seq = ?",
                notice,
                recovery.get().seq());
        return true;
    }
}
