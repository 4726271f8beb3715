package dev.freshwatch.history;

import dev.freshwatch.alert.AppliedSetting;
import dev.freshwatch.alert.TrackingResult.Seen;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.FoundBy;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.StoreException;
import dev.freshwatch.store.UnitOfWork;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The last look at each check. */
public final class LookTable {

    /** How many looks in a row are remembered; flapping is judged by as many. */
    static final int RECENT = 20;

    private static final String LONGER = "length(check_look.recent) >= " + RECENT;

    private static final String WRITE =
            """
            INSERT INTO check_look (check_id, subject, name, state, reason, detail, last_activity, age, warn_after,
              error_after, observed_at, response, confirmed, interval_ms, recent, settings, found_by)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (check_id) DO UPDATE SET subject = excluded.subject, name = excluded.name,
              state = excluded.state, reason = excluded.reason, detail = excluded.detail,
              last_activity = excluded.last_activity, age = excluded.age, warn_after = excluded.warn_after,
              error_after = excluded.error_after, observed_at = excluded.observed_at, response = excluded.response,
              confirmed = excluded.confirmed, interval_ms = excluded.interval_ms, settings = excluded.settings,
              found_by = excluded.found_by,
              recent = CASE WHEN"""
                    + " " + LONGER
                    + " THEN substr(check_look.recent, 2) ELSE check_look.recent END || excluded.recent";

    private static final String READ =
            """
            SELECT check_id, subject, name, state, reason, detail, last_activity, age, warn_after, error_after,
              observed_at, response, found_by, confirmed, interval_ms, recent, settings
            FROM check_look ORDER BY check_id""";

    private static final String OBSERVED =
            "SELECT observed_at FROM check_look WHERE check_id = ? AND reason <> '" + Reason.TIMEOUT + "'";

    private LookTable() {}

    /**
     * Stores the latest look at these checks.
     *
     * @throws StoreException if it cannot be written
     */
    static void write(UnitOfWork unitOfWork, List<Seen> looks) {
        unitOfWork.use(connection -> {
            Sql.batch(connection, WRITE, looks, LookTable::written);
            return null;
        });
    }

    private static Object[] written(Seen seen) {
        Finding finding = seen.finding();
        return Sql.args(
                finding.check().value(),
                finding.subject(),
                finding.name(),
                finding.state(),
                finding.reason(),
                finding.text(),
                finding.lastActivity(),
                finding.age(),
                finding.limits().warnAfter(),
                finding.limits().errorAfter(),
                finding.observedAt(),
                finding.response(),
                seen.confirmed(),
                seen.every(),
                letter(finding.state()),
                lines(seen.settings()),
                finding.foundBy());
    }

    /**
     * Returns the last look at every check, sorted by check id.
     *
     * @throws StoreException if the store cannot be read
     */
    public static List<Look> all(Store store) {
        return store.transaction(connection -> Sql.list(connection, READ, LookTable::read));
    }

    /**
     * Returns when this check was last observed, whatever was found; that it was too late to be observed does not count. Empty =
     * never.
     *
     * @throws StoreException if the store cannot be read
     */
    public static Optional<Instant> observed(Store store, CheckId check) {
        return store.transaction(connection -> Sql.first(connection, OBSERVED, Sql.Row::time, check.value()));
    }

    private static Look read(Sql.Row row) throws SQLException {
        Finding finding = new Finding(
                new CheckId(row.text()),
                row.text(),
                row.text(),
                row.constant(State.class),
                row.constant(Reason.class),
                row.text(),
                row.time(),
                row.duration(),
                new Limits(row.duration(), row.duration()),
                row.time(),
                row.duration(),
                null,
                row.constant(FoundBy.class));
        return new Look(finding, row.flag(), row.duration(), states(row.text()), settings(row.text()));
    }

    private static String letter(State state) {
        return state.word().substring(0, 1);
    }

    private static List<State> states(String letters) {
        return letters.chars()
                .mapToObj(letter -> Arrays.stream(State.values())
                        .filter(state -> letter(state).charAt(0) == letter)
                        .findFirst()
                        .orElse(State.UNKNOWN))
                .toList();
    }

    private static String lines(List<AppliedSetting> settings) {
        return settings.stream()
                .map(setting ->
                        String.format(Locale.ROOT, "%s\t%s\t%s", setting.name(), setting.value(), setting.origin()))
                .collect(Collectors.joining("\n"));
    }

    private static List<AppliedSetting> settings(String lines) {
        return lines.lines()
                .map(line -> line.split("\t", 3))
                .filter(parts -> parts.length == 3)
                .map(parts -> new AppliedSetting(parts[0], parts[1], parts[2]))
                .toList();
    }
}
