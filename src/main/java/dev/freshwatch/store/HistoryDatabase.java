package dev.freshwatch.store;

import dev.freshwatch.config.StateSettings;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Where the history of the checks is stored: beside an SQLite store in a file of its own, with PostgreSQL in tables of the
 * same schema. It has its own connections and takes no lock of the store, so nothing that happens to it concerns notices.
 * Thread-safe.
 */
public interface HistoryDatabase extends AutoCloseable {

    /** For the watch that holds the store at this place. Opens and creates nothing before the first {@link #write}. */
    static HistoryDatabase open(StateSettings where, InstantSource clock) {
        return Store.isSqlite(where)
                ? SqliteHistory.open(SqliteHistory.file(Store.file(where)), clock)
                : PostgresHistory.open(where);
    }

    /** For a process other than the watch, whether a watch is running or not; only for reading. */
    static HistoryDatabase beside(StateSettings where) {
        return Store.isSqlite(where)
                ? SqliteHistory.beside(SqliteHistory.file(Store.file(where)))
                : PostgresHistory.beside(where);
    }

    /**
     * Runs queries on one snapshot of the history; waits for no writer.
     *
     * @param none the result if there is no history yet
     * @throws StoreException if it cannot be read
     */
    <T> T read(Store.Work<T> work, T none);

    /**
     * Does this in a transaction. A damaged file is set aside and a new one created at the next call.
     *
     * @throws StoreException if it failed; then nothing was written
     */
    <T> T write(Store.Work<T> work);

    /** Why nothing should be written now, in a few words: the disk has so little space left that it is for the store. */
    Optional<String> shortOfRoom();

    @Override
    void close();
}
