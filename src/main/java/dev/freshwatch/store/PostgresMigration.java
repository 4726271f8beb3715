package dev.freshwatch.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;

/** Migrations of a database that the nodes of a cluster share. */
final class PostgresMigration {

    /** Less than the driver waits for an answer: then it is known what was waited for, and it is tried again. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private static final String LOCK = "SELECT pg_advisory_xact_lock(1179080026, hashtext(current_schema()))";

    /** PostgreSQL, appendix A. */
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private static final String CANNOT_CONNECT_NOW = "57P03";

    private PostgresMigration() {}

    /**
     * Migrates the store before a node uses it: one node at a time, and none while others are at work, which may be of an
     * older version.
     *
     * @param name of the store, for messages
     * @throws StoreException if nodes of an older version are running
     */
    static void beforeNodes(DataSource source, String name) {
        alone(source, name, connection -> {
            if (!Schema.POSTGRESQL.isUpToDate(source)) {
                String holders = WatchLock.holders(connection);
                if (!holders.isEmpty()) {
                    throw new StoreException(
                            "the store " + name + " was made by another version of Freshwatch, which is running: "
                                    + holders + "; stop it before a node of this version starts");
                }
                Schema.POSTGRESQL.migrate(source, name);
            }
            return true;
        });
    }

    /** Does this while nobody else does such a thing. */
    static void alone(DataSource source, String name, Store.Work<Boolean> work) {
        alone(source, name, LONGEST, work);
    }

    /** @param longest how long to wait for another; then it can be tried again */
    static void alone(DataSource source, String name, Duration longest, Store.Work<Boolean> work) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL lock_timeout = " + longest.toMillis());
            statement.execute(LOCK);
            work.on(connection);
            connection.rollback();
        } catch (SQLException e) {
            boolean busy = LOCK_NOT_AVAILABLE.equals(e.getSQLState());
            throw new StoreException("the store " + name + " cannot be used", busy ? busy(e) : e);
        }
    }

    /** As a server that is still starting would say it. */
    private static SQLException busy(SQLException lockTimeout) {
        SQLException busy = new SQLException("another node is changing its tables", CANNOT_CONNECT_NOW);
        busy.addSuppressed(lockTimeout);
        return busy;
    }
}
