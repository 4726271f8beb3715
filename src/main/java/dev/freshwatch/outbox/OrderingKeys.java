package dev.freshwatch.outbox;

import dev.freshwatch.freshness.CheckId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The SQL that keeps what waits in the lanes of today's configuration, so that old and new stay in order. */
final class OrderingKeys {

    /** Such a lane is for one notice. */
    static final String REST = "rest/";

    private record Stray(String check, String orderingKey) {}

    private OrderingKeys() {}

    /** @param laneOf where notices about a check belong now */
    static void align(Connection connection, String sink, Function<CheckId, String> laneOf) throws SQLException {
        String sql =
                """
                UPDATE delivery SET lane = ? WHERE sink = ? AND state = 'pending' AND lane = ?
                  AND notice_id IN (SELECT id FROM notice WHERE check_id = ?)""";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            for (Stray stray : strays(connection, sink, laneOf)) {
                update.setString(1, laneOf.apply(new CheckId(stray.check)));
                update.setString(2, sink);
                update.setString(3, stray.orderingKey);
                update.setString(4, stray.check);
                update.executeUpdate();
            }
        }
    }

    private static List<Stray> strays(Connection connection, String sink, Function<CheckId, String> laneOf)
            throws SQLException {
        String sql =
                """
                SELECT DISTINCT n.check_id, d.lane FROM delivery d JOIN notice n ON n.id = d.notice_id
                WHERE d.sink = ? AND d.state = 'pending' AND d.lane NOT LIKE ?""";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, sink);
            query.setString(2, REST + "%");
            List<Stray> strays = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    Stray stray = new Stray(row.getString(1), row.getString(2));
                    if (!stray.orderingKey.equals(laneOf.apply(new CheckId(stray.check)))) {
                        strays.add(stray);
                    }
                }
            }
            return strays;
        }
    }
}
