package dev.freshwatch.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Where the tables are. It has one connection: transactions are made one after the other, also with those of another
 * process. For one thread at a time, which {@link Store} sees to.
 */
interface Database extends AutoCloseable {

    /** The connection, outside of any transaction. */
    Connection connection() throws SQLException;

    /** Takes the connection back. */
    void giveBack(Connection connection) throws SQLException;

    /** To be called first in a transaction: from here on nobody else writes, until it has ended. */
    void begin(Connection connection) throws SQLException;

    /** To be called last in a transaction. */
    void beforeCommit(Connection connection) throws SQLException;

    /** Whether another process may have written something since this was asked before. */
    boolean isChanged(Connection connection) throws SQLException;

    /**
     * Does what can be done about a failure, so that the transaction can be made again at once.
     *
     * @return whether it can
     */
    boolean mend(SQLException failure);

    /** Puts things back in order where that has become possible. @return whether the tables are elsewhere now */
    boolean tidy();

    /** Why what is committed now would not outlive this process. Safe for use by any thread. */
    Optional<String> trouble();

    /** Where a damaged store was put when this one was opened in its place. */
    Optional<Path> setAside();

    /** The damaged store that was set aside last, however long ago. Safe for use by any thread. */
    Optional<QuarantinedStore> damaged();

    /** Throws {@link StoreException} only. */
    @Override
    void close();
}
