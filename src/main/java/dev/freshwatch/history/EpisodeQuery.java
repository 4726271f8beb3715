package dev.freshwatch.history;

import dev.freshwatch.alert.AlertState;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.StoreException;
import java.time.Instant;
import java.util.Optional;

/** What is remembered of one check: its alert state, and its latest problem. */
public final class EpisodeQuery {

    private static final String LATEST =
            """
            SELECT id, since, closed_at FROM episode WHERE check_id = ?
            ORDER BY CASE WHEN closed_at IS NULL THEN 0 ELSE 1 END, since DESC LIMIT 1""";

    private final Store store;

    public EpisodeQuery(Store store) {
        this.store = store;
    }

    /**
     * The open problem of a check, or the last one that ended.
     *
     * @param closed null = open
     */
    public record Latest(String id, Instant since, Instant closed) {}

    /**
     * Returns the alert state of this check; {@link AlertState#initial} if it was never tracked.
     *
     * @throws StoreException if the store cannot be read
     */
    public AlertState alertState(CheckId check) {
        return store.transaction(
                        connection -> Sql.first(connection, AlertStateRow.query(1), AlertStateRow::read, check.value()))
                .orElse(AlertState.initial(check));
    }

    /** Returns the open problem of this check, or the last one that ended; empty if there was none. */
    public Optional<Latest> latest(CheckId check) {
        return store.transaction(connection ->
                Sql.first(connection, LATEST, row -> new Latest(row.text(), row.time(), row.time()), check.value()));
    }
}
