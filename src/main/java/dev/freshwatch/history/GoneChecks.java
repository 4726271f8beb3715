package dev.freshwatch.history;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.State;
import dev.freshwatch.history.AuditTable.Line;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Forgets checks that nobody makes any more: an open problem of theirs ends without a notice, and with a line in the audit. */
public final class GoneChecks {

    private static final String ALL =
            """
            SELECT k.check_id, s.episode_id, s.confirmed, e.since
            FROM (SELECT check_id FROM check_state UNION SELECT check_id FROM check_look) k
              LEFT JOIN check_state s ON s.check_id = k.check_id
              LEFT JOIN episode e ON e.id = s.episode_id AND e.closed_at IS NULL
            ORDER BY k.check_id""";

    private final Store store;

    public GoneChecks(Store store) {
        this.store = store;
    }

    private record Known(CheckId check, String episode, State confirmed, Instant since) {}

    /**
     * Forgets those that are gone.
     *
     * @param what what the audit calls it: one word, such as {@code reload}
     * @param why  what the audit says, such as {@code not in the configuration any more}
     * @return how many problems were ended
     */
    public int forget(Predicate<CheckId> gone, String what, String why) {
        return store.transaction(connection -> {
            List<Known> all = Sql.list(
                    connection,
                    ALL,
                    row -> new Known(new CheckId(row.text()), row.text(), row.constant(State.class), row.time()));
            int ended = 0;
            for (Known one : all) {
                if (gone.test(one.check())) {
                    ended += end(connection, one, what, why) ? 1 : 0;
                }
            }
            return ended;
        });
    }

    private boolean end(Connection connection, Known one, String what, String why) throws SQLException {
        Instant now = store.clock().instant();
        Sql.update(
                connection,
                "DELETE FROM check_state WHERE check_id = ?",
                one.check().value());
        Sql.update(
                connection,
                "DELETE FROM check_look WHERE check_id = ?",
                one.check().value());
        if (one.since() == null) {
            return false;
        }
        Sql.update(connection, "UPDATE episode SET closed_at = ? WHERE id = ?", now, one.episode());
        String state = one.confirmed() == null ? "open" : one.confirmed().word();
        String detail = String.format(
                Locale.ROOT,
                "%s: %s; its problem (%s since %s) has ended without a notice",
                one.check(),
                why,
                state,
                one.since());
        AuditTable.write(connection, new Line(now, "freshwatch", what, detail));
        return true;
    }
}
