package dev.freshwatch.history;

import dev.freshwatch.alert.Maintenance;
import dev.freshwatch.alert.SilenceMatcher;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.history.AcknowledgementTable.Acknowledgement;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Reads the open problems from the store, for {@code status}. */
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

    /** Returns all of them, oldest first. */
    public List<OpenProblem> all() {
        Instant now = store.clock().instant();
        return store.transaction(connection -> {
            SilenceMatcher silenceMatcher = new SilenceMatcher(now, SilenceTable.at(connection, now), maintenances);
            return Sql.list(connection, OPEN, row -> problem(row, silenceMatcher), now);
        });
    }

    private static OpenProblem problem(Sql.Row row, SilenceMatcher silenceMatcher) throws SQLException {
        CheckId check = new CheckId(row.text());
        String name = row.text();
        State confirmed = row.constant(State.class);
        Reason reason = row.constant(Reason.class);
        String message = row.text();
        Instant since = row.time();
        State told = row.constant(State.class);
        return new OpenProblem(
                check,
                name == null ? check.value() : name,
                confirmed == State.OK ? told : confirmed,
                reason,
                message,
                since,
                told,
                row.flag(),
                row.time(),
                silenceMatcher.of(check, name).orElse(null),
                acknowledgement(check, row));
    }

    private static Acknowledgement acknowledgement(CheckId check, Sql.Row row) throws SQLException {
        String episode = row.text();
        return episode == null ? null : new Acknowledgement(check, episode, row.time(), row.text(), row.text());
    }
}
