package dev.freshwatch.store;

import dev.freshwatch.config.StateSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where all that is remembered is kept: one SQLite file, or a PostgreSQL. Safe for use by many threads.
 *
 * <p>Transactions are made one after the other: waiting for one's turn is the write lock, so nothing inside this process
 * is ever refused for being busy.
 */
public final class Store implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    /** How long a transaction waits for the one before it, here or in another process. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Database database;
    private final InstantSource clock;
    private final ChangeListeners listeners = new ChangeListeners();
    private final Semaphore turn = new Semaphore(1, true);
    private final StoreMonitor monitor;
    private volatile String trouble;
    private volatile boolean unreachable;

    private Store(Database database, InstantSource clock, boolean isWatch) {
        this.database = database;
        this.clock = clock;
        this.monitor = isWatch ? StoreMonitor.of(this) : null;
    }

    /**
     * Opens the store for the watch, and makes it where there is none. Until it is closed no second watch can open it.
     *
     * @throws StoreException where it cannot be used, with what is wrong in one line
     */
    public static Store open(StateSettings where, InstantSource clock) {
        return new Store(
                isSqlite(where) ? SqliteDatabase.hold(file(where), clock) : PostgresDatabase.hold(where), clock, true);
    }

    /** The same, where no login is needed. */
    public static Store open(String url, InstantSource clock) {
        return open(StateSettings.of(url), clock);
    }

    /**
     * Opens the store for another process than the watch, whether one is running or not. What is committed here the watch
     * notices within about a second.
     *
     * @throws StoreException where there is no store yet, or where it is of another version
     */
    public static Store beside(StateSettings where, InstantSource clock) {
        return new Store(
                isSqlite(where) ? SqliteDatabase.beside(file(where)) : PostgresDatabase.beside(where), clock, false);
    }

    /**
     * Whether a watch is running on this store.
     *
     * @throws StoreException where that cannot be found out
     */
    public static boolean isHeld(StateSettings where) {
        return isSqlite(where) ? SqliteFile.isHeld(file(where)) : PostgresDatabase.isHeld(where);
    }

    public static boolean isSqlite(StateSettings where) {
        String url = where.url();
        boolean sqlite = url.startsWith(StateSettings.SQLITE);
        boolean postgres = url.startsWith(StateSettings.POSTGRESQL) && !url.matches(".*(@|password=).*");
        if (!postgres && (!sqlite || url.length() == StateSettings.SQLITE.length())) {
            throw new StoreException("state.url must be jdbc:sqlite: and a path, or jdbc:postgresql: without a login");
        }
        return sqlite;
    }

    public static Path file(StateSettings where) {
        return Path.of(where.url().substring(StateSettings.SQLITE.length()))
                .toAbsolutePath()
                .normalize();
    }

    /** Where a damaged store was put when this one was opened in its place. */
    public Optional<Path> setAside() {
        return database.setAside();
    }

    /** The damaged store that was set aside last, in this run or before, as long as it is kept there. */
    public Optional<QuarantinedStore> damaged() {
        return database.damaged().filter(damaged -> Files.exists(damaged.kept()));
    }

    /** Why what is committed now would not be kept, in a few words; empty while all is well. Never waits. */
    public Optional<String> trouble() {
        return database.trouble().or(() -> Optional.ofNullable(trouble));
    }

    /** Why nothing can be committed at all, in a few words; empty while it can, if only in memory. Never waits. */
    public Optional<String> unusable() {
        return Optional.ofNullable(trouble);
    }

    public ChangeListeners listeners() {
        return listeners;
    }

    public InstantSource clock() {
        return clock;
    }

    /** Begins a transaction that must be ended by {@link UnitOfWork#commit} or {@link UnitOfWork#rollBack}. */
    public UnitOfWork begin() {
        takeTurn();
        boolean begun = false;
        boolean mended = false;
        try {
            Connection connection;
            try {
                connection = beginOnce();
            } catch (SQLException e) {
                mended = database.mend(e);
                if (!mended) {
                    throw e;
                }
                connection = beginOnce();
            }
            begun = true;
            return new UnitOfWork(this, connection);
        } catch (SQLException e) {
            trouble = StoreException.why(e);
            unreachable = true;
            throw new StoreException("the store cannot be written", e);
        } finally {
            if (!begun) {
                turn.release();
            }
            if (mended) {
                listeners.ringAll();
            }
        }
    }

    private Connection beginOnce() throws SQLException {
        Connection connection = database.connection();
        boolean begun = false;
        try {
            connection.setAutoCommit(false);
            database.begin(connection);
            begun = true;
            return connection;
        } finally {
            if (!begun) {
                giveBack(connection);
            }
        }
    }

    private void takeTurn() {
        try {
            if (!turn.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StoreException("the store cannot be written: the transaction before this one does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("the store cannot be written", e);
        }
    }

    void commit(Connection connection) throws SQLException {
        database.beforeCommit(connection);
        connection.commit();
        trouble = null;
    }

    /**
     * The transaction that {@link #begin} began is over.
     *
     * @param failure why it was not committed; null where it was, or was not to be
     * @return whether the same can be done again at once, because what had failed is mended
     */
    boolean ended(Connection connection, SQLException failure) {
        boolean mended = false;
        try {
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            LOG.debug("The store's connection was not given back cleanly: {}", e.getMessage());
        }
        try {
            giveBack(connection);
            if (failure != null) {
                trouble = StoreException.why(failure);
                mended = database.mend(failure);
            }
        } finally {
            turn.release();
        }
        if (mended) {
            trouble = null;
            listeners.ringAll();
        }
        return mended;
    }

    public Database database() {
        return database;
    }

    /** Does this work as one transaction; once more where the first one fails and that can be mended. */
    public <T> T transaction(Work<T> work) {
        UnitOfWork first = begin();
        try {
            return commit(first, work);
        } catch (StoreException e) {
            if (!first.isMended()) {
                throw e;
            }
        }
        return commit(begin(), work);
    }

    private static <T> T commit(UnitOfWork unitOfWork, Work<T> work) {
        try {
            T result = unitOfWork.use(work);
            unitOfWork.commit();
            return result;
        } finally {
            unitOfWork.rollBack();
        }
    }

    /**
     * Puts things back in order where that has become possible, and wakes the sinks where another process has written
     * something.
     *
     * @return false where nothing was done because the store is busy just now
     */
    boolean look() {
        if (!turn.tryAcquire()) {
            return false;
        }
        boolean changed;
        Connection connection = null;
        try {
            changed = database.tidy();
            connection = database.connection();
            changed |= database.isChanged(connection);
            if (unreachable) {
                trouble = null;
                unreachable = false;
            }
        } catch (SQLException e) {
            trouble = StoreException.why(e);
            unreachable = true;
            throw new StoreException("the store cannot be read", e);
        } finally {
            giveBack(connection);
            turn.release();
        }
        if (changed) {
            listeners.ringAll();
        }
        return true;
    }

    private void giveBack(Connection connection) {
        try {
            if (connection != null) {
                database.giveBack(connection);
            }
        } catch (SQLException e) {
            LOG.debug("The store's connection was not given back cleanly: {}", e.getMessage());
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
        if (monitor != null) {
            monitor.close();
        }
        database.close();
    }

    /** SQL on one connection. */
    @FunctionalInterface
    public interface Work<T> {
        T on(Connection connection) throws SQLException;
    }
}
