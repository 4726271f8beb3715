package dev.freshwatch.outbox;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/**
 * SQL that moves pending rows to the ordering keys of the current configuration, so that old and new notices stay in
 * order.
 */
final class OrderingKeys {

    /** Prefix of an ordering key that belongs to a single notice. */
    static final String REST = "rest/";

    private record Stray(String check, String orderingKey) {}

    private OrderingKeys() {}

    /** @param laneOf the current ordering key for notices about a check */
    static void align(Connection connection, String sink, Function<CheckId, String> keyOf) throws SQLException {
        String sql =
                """
                UPDATE delivery SET lane = ? WHERE sink = ? AND state = 'pending' AND lane = ?
                  AND notice_id IN (SELECT id FROM notice WHERE check_id = ?)""";
        Sql.batch(
                connection,
                sql,
                strays(connection, sink, keyOf),
                stray -> Sql.args(keyOf.apply(new CheckId(stray.check)), sink, stray.orderingKey, stray.check));
    }

    private static List<Stray> strays(Connection connection, String sink, Function<CheckId, String> keyOf)
            throws SQLException {
        String sql =
                """
                SELECT DISTINCT n.check_id, d.lane FROM delivery d JOIN notice n ON n.id = d.notice_id
                WHERE d.sink = ? AND d.state = 'pending' AND d.lane NOT LIKE ?""";
        List<Stray> strays = Sql.list(connection, sql, row -> new Stray(row.text(), row.text()), sink, REST + "%");
        strays.removeIf(stray -> stray.orderingKey.equals(keyOf.apply(new CheckId(stray.check))));
        return strays;
    }
}
