package dev.freshwatch.history;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import java.util.List;

/** The checks that the watch has observed. */
public final class KnownChecksQuery {

    private final Store store;

    public KnownChecksQuery(Store store) {
        this.store = store;
    }

    /** Returns all of them, sorted by id. */
    public List<CheckId> all() {
        return store.transaction(connection -> Sql.list(
                connection, "SELECT check_id FROM check_state ORDER BY check_id", row -> new CheckId(row.text())));
    }
}
