package dev.freshwatch.samples;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** The numbers by which the history knows checks, within a transaction. */
final class CheckNumbers {

    private final Connection connection;

    CheckNumbers(Connection connection) {
        this.connection = connection;
    }

    Map<Long, CheckId> all() throws SQLException {
        Map<Long, CheckId> checks = new HashMap<>();
        Sql.list(
                connection,
                "SELECT no, check_id FROM sampled_check",
                row -> checks.put(row.number(), new CheckId(row.text())));
        return checks;
    }

    OptionalLong of(CheckId check) throws SQLException {
        return Sql.first(connection, "SELECT no FROM sampled_check WHERE check_id = ?", Sql.Row::number, check.value())
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    /** Returns the number of a check that has a sample on this day; it may be a new one. */
    long on(long day, CheckId check) throws SQLException {
        // first, because a row that is inserted in vain would use up a number
        int there = Sql.update(
                connection,
                "UPDATE sampled_check SET last_day = CASE WHEN last_day > ? THEN last_day ELSE ? END WHERE check_id = ?",
                day,
                day,
                check.value());
        if (there == 0) {
            Sql.update(
                    connection,
                    "INSERT INTO sampled_check (check_id, last_day) VALUES (?, ?) ON CONFLICT (check_id) DO NOTHING",
                    check.value(),
                    day);
        }
        return of(check).orElseThrow();
    }

    /** Forgets the numbers of checks that have had no sample since this day. @param today counts where no day is known */
    void forget(long before, long today) throws SQLException {
        Sql.update(connection, "UPDATE sampled_check SET last_day = ? WHERE last_day IS NULL", today);
        Sql.update(connection, "DELETE FROM sampled_check WHERE last_day < ?", before);
    }
}
