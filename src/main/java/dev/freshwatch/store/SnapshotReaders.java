package dev.freshwatch.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two connections for reading, opened when they are needed. Thread-safe. */
final class SnapshotReaders implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotReaders.class);

    private static final int MOST = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Source source;
    private final Semaphore turns = new Semaphore(MOST, true);
    private final Deque<Connection> idle = new ArrayDeque<>();
    /** Connections of an earlier one are of no use any more. */
    private int generation;

    SnapshotReaders(Source source) {
        this.source = source;
    }

    /** Opens connections. */
    @FunctionalInterface
    interface Source {
        /** Returns a connection without auto-commit; null if there is nothing to read yet. */
        Connection open() throws SQLException;
    }

    /** @throws StoreException if others read for too long */
    <T> T read(Store.Work<T> work, T none) throws SQLException {
        try {
            if (!turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StoreException("the history is being read by too many at once");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("reading the history was interrupted");
        }
        try {
            return attempt(work, none);
        } finally {
            turns.release();
        }
    }

    private <T> T attempt(Store.Work<T> work, T none) throws SQLException {
        int begun;
        Connection connection;
        synchronized (this) {
            begun = generation;
            connection = idle.poll();
        }
        if (connection != null) {
            try {
                return on(connection, begun, work);
            } catch (SQLException e) {
                if (!StoreException.isWaitedFor(e)) {
                    throw e;
                }
                LOG.debug("The connection was lost while nobody used it; opening another one", e);
            }
        }
        connection = source.open();
        return connection == null ? none : on(connection, begun, work);
    }

    private <T> T on(Connection connection, int begun, Store.Work<T> work) throws SQLException {
        boolean sound = false;
        try {
            T result = work.on(connection);
            connection.rollback();
            sound = true;
            return result;
        } finally {
            giveBack(connection, begun, sound);
        }
    }

    private void giveBack(Connection connection, int begun, boolean sound) {
        synchronized (this) {
            if (sound && begun == generation) {
                idle.push(connection);
                return;
            }
        }
        close(connection);
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("A connection was not closed cleanly", e);
        }
    }

    /** Ends all connections: those in use when they are given back. Later ones are new. */
    @Override
    public synchronized void close() {
        generation++;
        idle.forEach(SnapshotReaders::close);
        idle.clear();
    }
}
