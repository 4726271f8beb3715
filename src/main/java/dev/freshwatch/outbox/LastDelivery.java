package dev.freshwatch.outbox;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The notice that a sink took last.
 *
 * @param at    when it took it
 * @param check id of the check that the notice is about
 */
public record LastDelivery(String sink, Instant at, Kind kind, String check) {

    private static final String LAST =
            """
            SELECT d.sink, d.settled_at, n.kind, n.check_id FROM delivery d JOIN notice n ON n.id = d.notice_id
            WHERE d.sink = ? AND d.state = 'delivered' ORDER BY d.settled_at DESC LIMIT 1""";

    /**
     * Returns that of each of these sinks; none for a sink that took nothing as far as is remembered.
     *
     * @throws StoreException if the store cannot be read
     */
    public static List<LastDelivery> of(Store store, Collection<String> sinks) {
        return store.transaction(connection -> {
            List<LastDelivery> all = new ArrayList<>();
            for (String sink : sinks) {
                Sql.first(
                                connection,
                                LAST,
                                row -> new LastDelivery(row.text(), row.time(), row.constant(Kind.class), row.text()),
                                sink)
                        .ifPresent(all::add);
            }
            return all;
        });
    }
}
