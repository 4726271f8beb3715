package dev.freshwatch.outbox;

import dev.freshwatch.alert.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

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
        try (PreparedStatement query = connection.prepareStatement(CONTENT)) {
            query.setLong(1, row.seq());
            try (ResultSet found = query.executeQuery()) {
                return found.next() ? new DeliveryItem(row, lateBy, found.getString(1), found.getString(2)) : null;
            }
        }
    }

    private static void decide(Connection connection, PendingDelivery row, long lateBy) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE delivery SET late_by = ? WHERE seq = ?")) {
            update.setLong(1, lateBy);
            update.setLong(2, row.seq());
            update.executeUpdate();
        }
    }

    private boolean isToldWithItsEnd(Connection connection, PendingDelivery problem, Instant now) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(RECOVERY)) {
            query.setString(1, problem.notice());
            query.setString(2, problem.notice());
            query.setString(3, sink);
            query.setLong(4, now.minus(OVER).toEpochMilli());
            try (ResultSet found = query.executeQuery()) {
                if (!found.next()) {
                    return false;
                }
                long recovery = found.getLong(1);
                withdraw(connection, problem, "told with its recovery " + found.getString(2), now);
                end(connection, recovery, problem.notice());
                return true;
            }
        }
    }

    private void withdraw(Connection connection, PendingDelivery problem, String reason, Instant now)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(WITHDRAW)) {
            update.setString(1, problem.notice());
            update.setString(2, problem.notice());
            update.setLong(3, now.toEpochMilli());
            update.setString(4, reason);
            update.setString(5, sink);
            update.executeUpdate();
        }
    }

    /** What waits behind the problem is told as its end. */
    private static void end(Connection connection, long recovery, String problem) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE delivery SET ends = ? WHERE seq = ?")) {
            update.setString(1, problem);
            update.setLong(2, recovery);
            update.executeUpdate();
        }
    }
}
