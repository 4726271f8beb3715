package dev.freshwatch.store;

import dev.freshwatch.config.StateSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A history in tables beside those of the store, through connections of its own. */
final class PostgresHistory implements HistoryDatabase {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresHistory.class);

    private final StateSettings where;
    private final boolean isWatch;
    private final PGSimpleDataSource source;
    private final SnapshotReaders readers;
    private Connection writer;

    private PostgresHistory(StateSettings where, boolean isWatch) {
        this.where = where;
        this.isWatch = isWatch;
        this.source = PostgresDatabase.source(where);
        source.setApplicationName(
                "freshwatch history " + ProcessHandle.current().pid());
        this.readers = new SnapshotReaders(this::reading);
    }

    static PostgresHistory open(StateSettings where) {
        return new PostgresHistory(where, true);
    }

    static PostgresHistory beside(StateSettings where) {
        return new PostgresHistory(where, false);
    }

    /** Null if there is no history yet. */
    private Connection reading() throws SQLException {
        Connection connection = source.getConnection();
        try {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            if (Schema.POSTGRESQL_HISTORY.isThere(connection, where.url())) {
                connection.rollback();
                return connection;
            }
            connection.close();
            return null;
        } catch (SQLException | RuntimeException e) {
            Store.closeQuietly(connection, e);
            throw e;
        }
    }

    @Override
    public <T> T read(Store.Work<T> work, T none) {
        try {
            return readers.read(work, none);
        } catch (SQLException e) {
            throw new StoreException("the history in " + where.url() + " cannot be read", e);
        }
    }

    @Override
    public synchronized <T> T write(Store.Work<T> work) {
        boolean committed = false;
        try {
            if (writer == null) {
                writer = writing();
            }
            if (where.shared()) {
                lock(writer);
            }
            T result = work.on(writer);
            writer.commit();
            committed = true;
            return result;
        } catch (SQLException e) {
            throw new StoreException("the history in " + where.url() + " cannot be written", e);
        } finally {
            if (!committed) {
                closeWriter();
            }
        }
    }

    private Connection writing() throws SQLException {
        if (!isWatch) {
            throw new SQLException("only the watch writes the history");
        }
        if (where.shared()) {
            PostgresMigration.alone(source, where.url(), any -> migrated());
        } else {
            migrated();
        }
        Connection connection = source.getConnection();
        try {
            if (where.shared()) {
                PostgresSessions.endStandstill(connection);
            }
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            Store.closeQuietly(connection, e);
            throw e;
        }
    }

    private boolean migrated() {
        Schema.POSTGRESQL_HISTORY.migrateIfNeeded(source, where.url());
        return true;
    }

    /** Writers of several nodes take turns, as those of a file do, so that a later batch has a higher number. */
    private static void lock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(1179080025, hashtext(current_schema()))");
        }
    }

    private void closeWriter() {
        try {
            if (writer != null) {
                writer.close(); // also ends a transaction that failed
            }
        } catch (SQLException e) {
            LOG.debug("The history was not closed cleanly", e);
        } finally {
            writer = null;
        }
    }

    @Override
    public Optional<String> shortOfRoom() {
        return Optional.empty();
    }

    @Override
    public synchronized void close() {
        readers.close();
        closeWriter();
    }
}
