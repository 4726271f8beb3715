package dev.freshwatch.store;

import dev.freshwatch.config.StateSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores everything that must survive a restart, in one SQLite file or a PostgreSQL database. Thread-safe.
 *
 * <p>Transactions run one after the other, except those of {@link #reading}. Callers queue for their turn, so within this process none fails because the
 * database is busy.
 */
public final class Store implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    /** How long a transaction waits for the previous one, in this or another process. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Database database;
    private final InstantSource clock;
    private final ChangeListeners listeners = new ChangeListeners();
    private final Transactions transactions;
    private final StoreMonitor monitor;
    /** The store that this one reads from; null = it is not for reading only. */
    private final Store whole;

    private Store reading;

    private Store(Database database, InstantSource clock, boolean isWatch) {
        this.database = database;
        this.clock = clock;
        this.whole = null;
        this.transactions = new Transactions(database, listeners, clock, 1);
        this.monitor = isWatch ? StoreMonitor.of(this) : null;
    }

    private Store(Database readers, Store whole) {
        this.database = readers;
        this.clock = whole.clock;
        this.whole = whole;
        this.transactions = new Transactions(readers, listeners, clock, ReadingDatabase.READERS);
        this.monitor = null;
    }

    /**
     * Opens the store for the watch and creates it if there is none. No second watch can open it until it is closed.
     *
     * @throws StoreException if it cannot be used, with the reason in one line
     */
    public static Store open(StateSettings where, InstantSource clock) {
        return new Store(
                isSqlite(where) ? SqliteOpening.hold(file(where), clock) : PostgresDatabase.hold(where), clock, true);
    }

    /** Opens a store that needs no login. */
    public static Store open(String url, InstantSource clock) {
        return open(StateSettings.of(url), clock);
    }

    /**
     * Opens the store for a process other than the watch, whether a watch is running or not. The watch notices its commits
     * within about a second.
     *
     * @throws StoreException if there is no store yet, or it was made by another version
     */
    public static Store beside(StateSettings where, InstantSource clock) {
        return new Store(
                isSqlite(where) ? SqliteOpening.beside(file(where)) : PostgresDatabase.beside(where), clock, false);
    }

    /**
     * Whether a watch is running on this store.
     *
     * @throws StoreException if that cannot be determined
     */
    public static boolean isHeld(StateSettings where) {
        return isSqlite(where) ? SqliteFile.isHeld(file(where)) : PostgresDatabase.isHeld(where);
    }

    /** @throws StoreException if the URL is neither a valid SQLite nor a valid PostgreSQL URL */
    public static boolean isSqlite(StateSettings where) {
        String url = where.url();
        boolean sqlite = url.startsWith(StateSettings.SQLITE);
        boolean postgres = url.startsWith(StateSettings.POSTGRESQL) && !url.matches(".*(@|password=).*");
        if (!postgres && (!sqlite || url.length() == StateSettings.SQLITE.length())) {
            throw new StoreException("state.url must be jdbc:sqlite: and a path, or jdbc:postgresql: without a login");
        }
        return sqlite;
    }

    /** The database file of an SQLite store. */
    public static Path file(StateSettings where) {
        return Path.of(where.url().substring(StateSettings.SQLITE.length()))
                .toAbsolutePath()
                .normalize();
    }

    /**
     * Returns this store for readers, who never delay a notice: their transactions run beside each other and beside those
     * of this store, and cannot write. While the tables are in memory, because the file cannot be written, readers take
     * turns with the others, one reader at a time. It is closed with this store.
     */
    public synchronized Store reading() {
        if (whole != null) {
            return this;
        }
        if (reading == null) {
            reading = new Store(database.reading(), this);
        }
        return reading;
    }

    /** Where a damaged store was moved when this one was created in its place. */
    public Optional<Path> setAside() {
        return database.setAside();
    }

    /** The damaged store that was set aside last, in this run or an earlier one, as long as its file exists. */
    public Optional<QuarantinedStore> damaged() {
        return database.damaged().filter(damaged -> Files.exists(damaged.kept()));
    }

    /** Why a commit would not survive this process, in a few words; empty = it would. Never blocks. */
    public Optional<String> trouble() {
        return database.trouble().or(transactions::trouble);
    }

    /** Why nothing can be committed at all, in a few words; empty = commits succeed, if only in memory. Never blocks. */
    public Optional<String> unusable() {
        return transactions.trouble();
    }

    /** From now on, this process is one of several: it writes only for the namespaces that it has. */
    public void fencedBy(Fencing fencing) {
        transactions.fencedBy(fencing);
    }

    /** Which namespaces this process may write for. */
    public Fencing fencing() {
        return transactions.fencing();
    }

    public ChangeListeners listeners() {
        return listeners;
    }

    public InstantSource clock() {
        return clock;
    }

    /** Begins a transaction that must be ended by {@link UnitOfWork#commit} or {@link UnitOfWork#rollBack}. */
    public UnitOfWork begin() {
        return whole != null && whole.database.trouble().isPresent()
                ? whole.transactions.beginReading()
                : transactions.begin();
    }

    /** See {@link Transactions#check}. */
    boolean check() {
        return transactions.check();
    }

    public Database database() {
        return database;
    }

    /** Does this work in a transaction. If it fails and the cause can be repaired, does it once more. */
    public <T> T transaction(Work<T> work) {
        return transaction(null, 0, work);
    }

    /** The same for a namespace. See {@link UnitOfWork#fence}. */
    public <T> T transaction(String namespace, long number, Work<T> work) {
        UnitOfWork first = begin();
        try {
            return commit(first, namespace, number, work);
        } catch (StoreException e) {
            if (!first.isMended()) {
                throw e;
            }
        }
        return commit(begin(), namespace, number, work);
    }

    /**
     * The same for a namespace that this process must have now.
     *
     * @throws FencedOut if it does not
     */
    public <T> T transaction(String namespace, Work<T> work) {
        long number = fencing().number(namespace).orElseThrow(() -> new FencedOut(namespace));
        return transaction(namespace, number, work);
    }

    private static <T> T commit(UnitOfWork unitOfWork, String namespace, long number, Work<T> work) {
        try {
            unitOfWork.fence(namespace, number);
            T result = unitOfWork.use(work);
            unitOfWork.commit();
            return result;
        } finally {
            unitOfWork.rollBack();
        }
    }

    /** Closes a connection after a failure; a failure to close is added to that one as suppressed. */
    static void closeQuietly(Connection connection, Throwable cause) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        // the last connection to be closed tidies up the file, and must be able to write
        closeReading();
        if (monitor != null) {
            monitor.close();
        }
        database.close();
    }

    private synchronized void closeReading() {
        if (reading != null) {
            reading.close();
        }
    }

    /** SQL on one connection. */
    @FunctionalInterface
    public interface Work<T> {
        T on(Connection connection) throws SQLException;
    }
}
