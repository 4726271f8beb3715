package dev.freshwatch.outbox;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Where the tables are. It has one connection: transactions are made one after the other, also with those of another
 * process. For one thread at a time, which {@link Store} sees to.
 */
interface Database extends AutoCloseable {

    /** The connection, outside of any transaction; closing it gives it back. */
    Connection connection() throws SQLException;

    /** To be called first in a transaction: from here on nobody else writes, until it has ended. */
    void begin(Connection connection) throws SQLException;

    /** To be called last in a transaction. */
    void beforeCommit(Connection connection) throws SQLException;

    /** Whether another process may have written something since this was asked before. */
    boolean isChanged(Connection connection) throws SQLException;

    /** Where a damaged store was put when this one was started in its place. */
    Optional<Path> setAside();

    /** Throws {@link StoreUnavailable} only. */
    @Override
    void close();
}
