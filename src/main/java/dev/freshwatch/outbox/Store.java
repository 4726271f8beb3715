package dev.freshwatch.outbox;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * Where lives, notices and deliveries are kept: one SQLite file. Safe for use by many threads.
 *
 * <p>One connection is all there is: waiting for it is the write lock, so nothing inside this process is ever refused
 * for being busy. A commit is on the disk when it returns ({@code synchronous=FULL}).
 */
public final class Store implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Store.class);
    private static final String SQLITE = "jdbc:sqlite:";

    /** How long a transaction waits for the one before it, here or in another process. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final StoreFile file;
    private final HikariDataSource pool;
    private final Path setAside;
    private final InstantSource clock;
    private final Bells bells = new Bells();

    private Store(StoreFile file, HikariDataSource pool, Path setAside, InstantSource clock) {
        this.file = file;
        this.pool = pool;
        this.setAside = setAside;
        this.clock = clock;
    }

    /**
     * Opens the store, and makes it where there is none. Until it is closed no second watch can open it.
     *
     * @param url {@code jdbc:sqlite:} and an absolute path
     * @throws StoreUnavailable where it can not be used, with what is wrong in one line
     */
    public static Store open(String url, InstantSource clock) {
        if (!url.startsWith(SQLITE) || url.length() == SQLITE.length()) {
            throw new StoreUnavailable("state.url must be jdbc:sqlite: and a path, not " + scheme(url));
        }
        StoreFile file = StoreFile.take(Path.of(url.substring(SQLITE.length())));
        String name = url.substring(SQLITE.length());
        try {
            Optional<Path> aside = file.setAsideIfDamaged(onlyReading(url), clock);
            aside.ifPresent(path -> LOG.error("The store was damaged. It is kept as {}; a fresh one is started", path));
            SQLiteDataSource source = source(url);
            Schema.migrate(source, name);
            refuseReadOnly(source);
            return new Store(file, pool(source), aside.orElse(null), clock);
        } catch (PoolInitializationException | SQLException e) {
            file.close();
            throw new StoreUnavailable("the store " + name + " can not be used", e);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static String scheme(String url) {
        int end = url.indexOf(':', url.startsWith("jdbc:") ? 5 : 0);
        return "'" + (end < 0 ? url : url.substring(0, end + 1)) + "'";
    }

    /** For looking at a file without touching it: closing it does not move its write-ahead log into it. */
    private static SQLiteDataSource onlyReading(String url) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout((int) PATIENCE.toMillis());
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(url);
        return source;
    }

    private static SQLiteDataSource source(String url) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout((int) PATIENCE.toMillis());
        // A transaction that reads first and writes later would be refused at once where another process wrote between.
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(url);
        return source;
    }

    /** SQLite opens a file that it may not write without a word, and begins transactions; only writing is refused. */
    private static void refuseReadOnly(SQLiteDataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM delivery WHERE seq < 0");
        }
    }

    private static HikariDataSource pool(SQLiteDataSource source) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("store");
        config.setDataSource(source);
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(PATIENCE.toMillis());
        config.setMaxLifetime(0);
        return new HikariDataSource(config);
    }

    /** Where a damaged store was put when this one was started in its place. */
    public Optional<Path> setAside() {
        return Optional.ofNullable(setAside);
    }

    /** What waits, for each sink that anything waits for. */
    public List<Backlog> backlog() {
        return transaction(Deliveries::backlog);
    }

    /** What was given up, the latest first. */
    public List<FailedDelivery> lastFailures(int atMost) {
        return transaction(connection -> Deliveries.lastFailures(connection, atMost));
    }

    Bells bells() {
        return bells;
    }

    InstantSource clock() {
        return clock;
    }

    /** Begins a transaction that must be ended by {@link Ledger#commit} or {@link Ledger#rollBack}. */
    Ledger begin() {
        Connection connection = null;
        try {
            connection = pool.getConnection();
            connection.setAutoCommit(false);
            return new Ledger(this, connection);
        } catch (SQLException e) {
            StoreUnavailable refused = new StoreUnavailable("the store can not be written", e);
            closeQuietly(connection, refused);
            throw refused;
        }
    }

    /** Does this work as one transaction. */
    <T> T transaction(Work<T> work) {
        Ledger ledger = begin();
        try {
            T result = ledger.use(work);
            ledger.commit();
            return result;
        } finally {
            ledger.rollBack();
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
        try (file) {
            pool.close();
        }
    }

    /** SQL on one connection. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }
}
