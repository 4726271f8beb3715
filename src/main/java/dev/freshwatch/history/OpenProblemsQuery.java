package dev.freshwatch.history;

import dev.freshwatch.alert.Maintenance;
import dev.freshwatch.alert.SilenceMatcher;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.history.AcknowledgementTable.Acknowledgement;
import dev.freshwatch.store.Store;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What is open, as the store has it: for {@code status}. */
public final class OpenProblemsQuery {

    private static final String OPEN =
            """
            SELECT s.check_id, e.name, s.confirmed, e.reason, e.message, e.since, e.told, s.flapping_told,
              s.observed_at, a.episode_id, a.ends, a.reason, a.made_by
            FROM check_state s JOIN episode e ON e.id = s.episode_id
              LEFT JOIN acknowledgement a ON a.episode_id = e.id AND (a.ends IS NULL OR a.ends > ?)
            WHERE s.confirmed <> 'OK' OR s.flapping_told <> 0
            ORDER BY e.since, s.check_id""";

    private final Store store;
    private final List<Maintenance> maintenances;

    /** @param maintenances the recurring silences of the configuration */
    public OpenProblemsQuery(Store store, List<Maintenance> maintenances) {
        this.store = store;
        this.maintenances = List.copyOf(maintenances);
    }

    /** The oldest first. */
    public List<OpenProblem> all() {
        Instant now = store.clock().instant();
        return store.transaction(connection -> {
            SilenceMatcher silenceMatcher = new SilenceMatcher(now, SilenceTable.at(connection, now), maintenances);
            return read(connection, now, silenceMatcher);
        });
    }

    private static List<OpenProblem> read(Connection connection, Instant now, SilenceMatcher silenceMatcher)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(OPEN)) {
            query.setLong(1, now.toEpochMilli());
            List<OpenProblem> problems = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    problems.add(problem(row, silenceMatcher));
                }
            }
            return problems;
        }
    }

    private static OpenProblem problem(ResultSet row, SilenceMatcher silenceMatcher) throws SQLException {
        CheckId check = new CheckId(row.getString(1));
        String name = row.getString(2);
        State confirmed = State.valueOf(row.getString(3));
        String reason = row.getString(4);
        State told = row.getString(7) == null ? null : State.valueOf(row.getString(7));
        Acknowledgement acknowledged = row.getString(10) == null
                ? null
                : new Acknowledgement(
                        check, row.getString(10), AlertStateRow.time(row, 11), row.getString(12), row.getString(13));
        return new OpenProblem(
                check,
                name == null ? check.value() : name,
                confirmed == State.OK ? told : confirmed,
                reason == null ? null : Reason.valueOf(reason),
                row.getString(5),
                AlertStateRow.time(row, 6),
                told,
                row.getInt(8) != 0,
                AlertStateRow.time(row, 9),
                silenceMatcher.of(check).orElse(null),
                acknowledged);
    }
}
