package dev.freshwatch.cluster;

import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import java.time.Duration;
import java.util.Locale;

/** Calls to reload, which reach all nodes: how many there were, and how old the latest is. In PostgreSQL. */
public final class ReloadCallTable {

    private static final String NOW = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    private static final String CALL = String.format(
            Locale.ROOT, "UPDATE reload_call SET number = number + 1, asked_at = %s RETURNING number", NOW);

    private static final String LATEST =
            String.format(Locale.ROOT, "SELECT number, %s - asked_at FROM reload_call", NOW);

    private ReloadCallTable() {}

    /**
     * The latest call.
     *
     * @param number grows with each; 0 = there was none
     * @param ago    by the database's clock
     */
    public record Call(long number, Duration ago) {}

    /**
     * Calls all nodes to reload; those at work hear of it within about a second.
     *
     * @return the number of this call
     * @throws dev.freshwatch.store.StoreException if the store cannot be written
     */
    public static long call(Store store) {
        return store.transaction(
                connection -> Sql.first(connection, CALL, Sql.Row::number).orElseThrow());
    }

    /** The latest. @throws dev.freshwatch.store.StoreException if the store cannot be read */
    public static Call latest(Store store) {
        return store.transaction(connection -> Sql.first(
                        connection, LATEST, row -> new Call(row.number(), Duration.ofMillis(row.number())))
                .orElseThrow());
    }
}
