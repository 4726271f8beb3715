package dev.freshwatch.history;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.store.Store;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;

/** The checks that the watch has looked at. */
public final class KnownChecksQuery {

    private final Store store;

    public KnownChecksQuery(Store store) {
        this.store = store;
    }

    /** In the order of their ids. */
    public List<CheckId> all() {
        return store.transaction(connection -> {
            try (PreparedStatement query =
                            connection.prepareStatement("SELECT check_id FROM check_state ORDER BY check_id");
                    ResultSet row = query.executeQuery()) {
                List<CheckId> checks = new ArrayList<>();
                while (row.next()) {
                    checks.add(new CheckId(row.getString(1)));
                }
                return checks;
            }
        });
    }
}
