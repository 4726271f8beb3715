package dev.freshwatch.outbox;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * One SQLite file. A commit is on the disk when it returns ({@code synchronous=FULL}), and a transaction that writes
 * excludes others from its beginning.
 */
final class Sqlite implements Database {

    private static final Logger LOG = LoggerFactory.getLogger(Sqlite.class);
    private static final String URL = "jdbc:sqlite:";

    private final StoreFile file;
    private final HikariDataSource pool;
    private final Path setAside;
    private long version = -1;

    /** @param file null where another process may hold it */
    private Sqlite(StoreFile file, HikariDataSource pool, Path setAside) {
        this.file = file;
        this.pool = pool;
        this.setAside = setAside;
    }

    /** Opens it for the watch, and makes it where there is none; a damaged one is set aside. */
    static Sqlite hold(Path database, InstantSource clock) {
        StoreFile file = StoreFile.take(database);
        try {
            Optional<Path> aside = file.setAsideIfDamaged(onlyReading(database), clock);
            aside.ifPresent(path -> LOG.error("The store was damaged. It is kept as {}; a fresh one is started", path));
            SQLiteDataSource source = source(database);
            Schema.SQLITE.migrate(source, database.toString());
            refuseReadOnly(source);
            return new Sqlite(file, pool(source), aside.orElse(null));
        } catch (PoolInitializationException | SQLException e) {
            file.close();
            throw new StoreUnavailable("the store " + database + " can not be used", e);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Opens it beside the watch, or without one; never makes it. */
    static Sqlite beside(Path database) {
        StoreFile.mustExist(database);
        SQLiteDataSource source = source(database);
        Schema.SQLITE.fit(source, database.toString(), () -> {
            try (StoreFile file = StoreFile.take(database)) {
                Schema.SQLITE.migrate(source, database.toString());
            }
        });
        try {
            return new Sqlite(null, pool(source), null);
        } catch (PoolInitializationException e) {
            throw new StoreUnavailable("the store " + database + " can not be used", e);
        }
    }

    /** For looking at a file without touching it: closing it does not move its write-ahead log into it. */
    private static SQLiteDataSource onlyReading(Path database) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout((int) Store.PATIENCE.toMillis());
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(URL + database);
        return source;
    }

    private static SQLiteDataSource source(Path database) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout((int) Store.PATIENCE.toMillis());
        // A transaction that reads first and writes later would be refused at once where another process wrote between.
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(URL + database);
        return source;
    }

    /** SQLite opens a file that it may not write without a word, and begins transactions; only writing is refused. */
    private static void refuseReadOnly(SQLiteDataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM delivery WHERE seq < 0");
        }
    }

    private static HikariDataSource pool(DataSource source) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("store");
        config.setDataSource(source);
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(Store.PATIENCE.toMillis());
        config.setMaxLifetime(0);
        return new HikariDataSource(config);
    }

    @Override
    public Connection connection() throws SQLException {
        return pool.getConnection();
    }

    @Override
    public void begin(Connection connection) {
        // The first statement begins the transaction, and takes the lock.
    }

    @Override
    public void beforeCommit(Connection connection) {
        // Other processes see the commit by themselves.
    }

    /** On this connection the number changes only when another one has committed. */
    @Override
    public boolean isChanged(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA data_version")) {
            long before = version;
            version = row.getLong(1);
            return before != version;
        }
    }

    @Override
    public Optional<Path> setAside() {
        return Optional.ofNullable(setAside);
    }

    @Override
    public void close() {
        try (file) {
            pool.close();
        }
    }
}
