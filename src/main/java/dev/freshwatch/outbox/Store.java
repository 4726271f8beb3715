package dev.freshwatch.outbox;

import dev.freshwatch.config.StateSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Where lives, notices and deliveries are kept: one SQLite file, or a PostgreSQL. Safe for use by many threads.
 *
 * <p>Transactions are made one after the other: waiting for one's turn is the write lock, so nothing inside this process
 * is ever refused for being busy.
 */
public final class Store implements AutoCloseable {

    /** How long a transaction waits for the one before it, here or in another process. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Database database;
    private final InstantSource clock;
    private final Bells bells = new Bells();
    private final Semaphore turn = new Semaphore(1, true);
    private final Caretaker caretaker;

    private Store(Database database, InstantSource clock, boolean isWatch) {
        this.database = database;
        this.clock = clock;
        this.caretaker = isWatch ? Caretaker.of(this) : null;
    }

    /**
     * Opens the store for the watch, and makes it where there is none. Until it is closed no second watch can open it.
     *
     * @throws StoreUnavailable where it can not be used, with what is wrong in one line
     */
    public static Store open(StateSettings where, InstantSource clock) {
        return new Store(isSqlite(where) ? Sqlite.hold(file(where), clock) : Postgres.hold(where), clock, true);
    }

    /** The same, where no login is needed. */
    public static Store open(String url, InstantSource clock) {
        return open(StateSettings.of(url), clock);
    }

    /**
     * Opens the store for another process than the watch, whether one is running or not. What is committed here the watch
     * notices within about a second.
     *
     * @throws StoreUnavailable where there is no store yet, or where it is of another version
     */
    public static Store beside(StateSettings where, InstantSource clock) {
        return new Store(isSqlite(where) ? Sqlite.beside(file(where)) : Postgres.beside(where), clock, false);
    }

    /**
     * Whether a watch is running on this store.
     *
     * @throws StoreUnavailable where that can not be found out
     */
    public static boolean isHeld(StateSettings where) {
        return isSqlite(where) ? StoreFile.isHeld(file(where)) : Postgres.isHeld(where);
    }

    private static boolean isSqlite(StateSettings where) {
        String url = where.url();
        boolean sqlite = url.startsWith(StateSettings.SQLITE);
        boolean postgres = url.startsWith(StateSettings.POSTGRESQL) && !url.matches(".*(@|password=).*");
        if (!postgres && (!sqlite || url.length() == StateSettings.SQLITE.length())) {
            throw new StoreUnavailable(
                    "state.url must be jdbc:sqlite: and a path, or jdbc:postgresql: without a login");
        }
        return sqlite;
    }

    private static Path file(StateSettings where) {
        return Path.of(where.url().substring(StateSettings.SQLITE.length()))
                .toAbsolutePath()
                .normalize();
    }

    /** Where a damaged store was put when this one was started in its place. */
    public Optional<Path> setAside() {
        return database.setAside();
    }

    /** What waits, for each sink that anything waits for. */
    public List<Backlog> backlog() {
        return transaction(Deliveries::backlog);
    }

    /** What was given up, the latest first. */
    public List<FailedDelivery> lastFailures(int atMost) {
        return transaction(connection -> Deliveries.lastFailures(connection, atMost));
    }

    Bells bells() {
        return bells;
    }

    InstantSource clock() {
        return clock;
    }

    /** Begins a transaction that must be ended by {@link Ledger#commit} or {@link Ledger#rollBack}. */
    Ledger begin() {
        takeTurn();
        Connection connection = null;
        try {
            connection = database.connection();
            connection.setAutoCommit(false);
            database.begin(connection);
            return new Ledger(this, connection);
        } catch (SQLException e) {
            StoreUnavailable refused = new StoreUnavailable("the store can not be written", e);
            closeQuietly(connection, refused);
            turn.release();
            throw refused;
        } catch (RuntimeException e) {
            closeQuietly(connection, e);
            turn.release();
            throw e;
        }
    }

    private void takeTurn() {
        try {
            if (!turn.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StoreUnavailable(
                        "the store can not be written: the transaction before this one does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable("the store can not be written", e);
        }
    }

    void commit(Connection connection) throws SQLException {
        database.beforeCommit(connection);
        connection.commit();
    }

    /** The transaction that {@link #begin} began is over, and its connection given back. */
    void ended() {
        turn.release();
    }

    /** Does this work as one transaction. */
    <T> T transaction(Work<T> work) {
        Ledger ledger = begin();
        try {
            T result = ledger.use(work);
            ledger.commit();
            return result;
        } finally {
            ledger.rollBack();
        }
    }

    /** Wakes the sinks where another process has written something; not where the store is busy just now. */
    void look() {
        if (!turn.tryAcquire()) {
            return;
        }
        boolean changed;
        try (Connection connection = database.connection()) {
            changed = database.isChanged(connection);
        } catch (SQLException e) {
            throw new StoreUnavailable("the store can not be read", e);
        } finally {
            turn.release();
        }
        if (changed) {
            bells.ringAll();
        }
    }

    /** Gives a connection back after something went wrong; what goes wrong here too is told with it. */
    static void closeQuietly(Connection connection, Throwable told) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            told.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        if (caretaker != null) {
            caretaker.close();
        }
        database.close();
    }

    /** SQL on one connection. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }
}
