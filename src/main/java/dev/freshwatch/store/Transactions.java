package dev.freshwatch.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the transactions of a {@link Store}, each in its turn, and keeps track of whether they succeed. Thread-safe.
 */
final class Transactions {

    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

    private final Database database;
    private final ChangeListeners listeners;
    private final InstantSource clock;
    private final Semaphore turn;
    /** For readers that have no connections of their own: one at most waits for its turn, and so a writer for one at most. */
    private final Semaphore reader = new Semaphore(1, true);

    private volatile String trouble;
    private volatile boolean unreachable;
    private volatile Fencing fencing = Fencing.NONE;

    /** @param atOnce how many transactions may run at the same time */
    Transactions(Database database, ChangeListeners listeners, InstantSource clock, int atOnce) {
        this.turn = new Semaphore(atOnce, true);
        this.database = database;
        this.listeners = listeners;
        this.clock = clock;
    }

    ChangeListeners listeners() {
        return listeners;
    }

    Fencing fencing() {
        return fencing;
    }

    void fencedBy(Fencing other) {
        fencing = other;
    }

    InstantSource clock() {
        return clock;
    }

    /** Why nothing can be committed, in a few words; empty = commits succeed. Never blocks. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Begins a transaction that must be ended by {@link UnitOfWork#commit} or {@link UnitOfWork#rollBack}. */
    UnitOfWork begin() {
        take(turn);
        return begin(turn::release);
    }

    /** Begins one for a reader, who takes turns with the writers. */
    UnitOfWork beginReading() {
        take(reader);
        boolean taken = false;
        try {
            take(turn);
            taken = true;
        } finally {
            if (!taken) {
                reader.release();
            }
        }
        return begin(() -> {
            turn.release();
            reader.release();
        });
    }

    /** @param giveBack the turn */
    private UnitOfWork begin(Runnable giveBack) {
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
            return new UnitOfWork(this, connection, giveBack);
        } catch (SQLException e) {
            trouble = StoreException.why(e);
            unreachable = true;
            throw new StoreException("the store cannot be written", e);
        } finally {
            if (!begun) {
                giveBack.run();
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

    private static void take(Semaphore turn) {
        try {
            if (!turn.tryAcquire(Store.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StoreException("the store cannot be written: the previous transaction does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("the store cannot be written", e);
        }
    }

    /**
     * @param wakes   whether other watches of the same database have something to do because of it
     * @param numbers what was written is for these namespaces
     */
    void commit(Connection connection, boolean wakes, Map<String, Long> numbers) throws SQLException {
        if (!numbers.isEmpty()) {
            fencing.verify(connection, numbers);
        }
        database.beforeCommit(connection, wakes);
        connection.commit();
        trouble = null;
    }

    /**
     * Ends a transaction after its commit or rollback.
     *
     * @param failure why it was not committed; null if it was, or was rolled back on purpose
     * @param giveBack the turn
     * @return whether it can be repeated at once, because the cause of the failure was repaired
     */
    boolean ended(Connection connection, SQLException failure, Runnable giveBack) {
        boolean mended = false;
        try {
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            LOG.debug("The store's connection was not returned cleanly: {}", e.getMessage());
        }
        try {
            giveBack(connection);
            if (failure != null) {
                trouble = StoreException.why(failure);
                mended = database.mend(failure);
            }
        } finally {
            giveBack.run();
        }
        if (mended) {
            trouble = null;
            listeners.ringAll();
        }
        return mended;
    }

    /**
     * Returns the database to normal operation if possible, and signals the sinks if another process has written
     * something.
     *
     * @return false if nothing was done because a transaction is running
     */
    boolean check() {
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
            LOG.debug("The store's connection was not returned cleanly: {}", e.getMessage());
        }
    }
}
