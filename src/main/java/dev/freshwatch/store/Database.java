package dev.freshwatch.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The database behind a {@link Store}. It has a single connection: transactions run one after the other, also across
 * processes. Not thread-safe; {@link Store} ensures that only one thread uses it at a time.
 */
interface Database extends AutoCloseable {

    /** Returns the connection, outside any transaction. */
    Connection connection() throws SQLException;

    /** Returns the connection to the pool. */
    void giveBack(Connection connection) throws SQLException;

    /** Must be called first in a transaction: from here on nobody else can write until it ends. */
    void begin(Connection connection) throws SQLException;

    /** Must be called last in a transaction. */
    void beforeCommit(Connection connection) throws SQLException;

    /** Whether another process may have written something since the previous call. */
    boolean isChanged(Connection connection) throws SQLException;

    /**
     * Tries to repair the cause of a failure, so that the transaction can be repeated at once.
     *
     * @return whether it can be repeated
     */
    boolean mend(SQLException failure);

    /** Returns to normal operation as soon as that is possible. Returns whether the tables have moved. */
    boolean tidy();

    /** Why a commit would not survive this process; empty = it would. Thread-safe. */
    Optional<String> trouble();

    /** Where a damaged store was moved when this one was opened. */
    Optional<Path> setAside();

    /** The damaged store that was set aside last, even long ago. Thread-safe. */
    Optional<QuarantinedStore> damaged();

    /**
     * Opens this database for reading beside it, also while a transaction is running. Only what is in the database itself
     * can be read there, so not while {@link #trouble} says that it is elsewhere.
     */
    Database reading();

    /** Throws only {@link StoreException}. */
    @Override
    void close();
}
