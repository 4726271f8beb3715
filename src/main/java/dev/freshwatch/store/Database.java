package dev.freshwatch.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The database behind a {@link Store}. It has a single connection: transactions run one after the other, also across
 * processes. Unless it says otherwise, its commits survive, and there is nothing that it could repair. Not thread-safe; {@link Store} ensures that only one thread uses it at a time.
 */
interface Database extends AutoCloseable {

    /** Returns the connection, outside any transaction. */
    Connection connection() throws SQLException;

    /** Returns the connection to the pool. */
    void giveBack(Connection connection) throws SQLException;

    /** Must be called first in a transaction: from here on nobody else can write until it ends. */
    void begin(Connection connection) throws SQLException;

    /**
     * Must be called last in a transaction.
     *
     * @param wakes whether other watches of the same database have something to do because of it
     */
    void beforeCommit(Connection connection, boolean wakes) throws SQLException;

    /** Whether another process may have written something since the previous call. */
    boolean isChanged(Connection connection) throws SQLException;

    /**
     * Tries to repair the cause of a failure, so that the transaction can be repeated at once.
     *
     * @return whether it can be repeated
     */
    default boolean mend(SQLException failure) {
        return false;
    }

    /** Returns to normal operation as soon as that is possible. Returns whether the tables have moved. */
    default boolean tidy() {
        return false;
    }

    /** Why a commit would not survive this process; empty = it would. Thread-safe. */
    default Optional<String> trouble() {
        return Optional.empty();
    }

    /** Where a damaged store was moved when this one was opened. */
    default Optional<Path> setAside() {
        return Optional.empty();
    }

    /** The damaged store that was set aside last, even long ago. Thread-safe. */
    default Optional<QuarantinedStore> damaged() {
        return Optional.empty();
    }

    /**
     * Opens this database for reading beside it, also while a transaction is running. Only what is in the database itself
     * can be read there, so not while {@link #trouble} says that it is elsewhere.
     */
    Database reading();

    /** Throws only {@link StoreException}. */
    @Override
    void close();
}
