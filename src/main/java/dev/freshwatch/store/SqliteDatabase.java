package dev.freshwatch.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.freshwatch.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
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
public final class SqliteDatabase implements Database {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteDatabase.class);
    private static final String URL = "jdbc:sqlite:";

    /** How often it is tried to write to the file again. */
    private static final long AGAIN = Duration.ofSeconds(5).toNanos();

    private final Path database;
    private final SqliteFile file;
    private final Path setAside;
    private final InstantSource clock;
    private HikariDataSource pool;
    private InMemoryFallback fallback;
    private volatile long triedAt;
    private long version = -1;
    private volatile String trouble;
    private volatile QuarantinedStore damaged;

    /**
     * @param file null where another process may hold it
     * @param pool null where there is no file that can be used, until {@link #tidy} has made one
     */
    private SqliteDatabase(Path database, SqliteFile file, HikariDataSource pool, Path setAside, InstantSource clock) {
        this.database = database;
        this.file = file;
        this.pool = pool;
        this.setAside = setAside;
        this.clock = clock;
        this.damaged = file == null ? null : file.lastSetAside().orElse(null);
    }

    /** Opens it for the watch, and makes it where there is none; a damaged one is set aside. */
    static SqliteDatabase hold(Path database, InstantSource clock) {
        SqliteFile file = SqliteFile.take(database);
        try {
            NativeLibrary.load(database.resolveSibling(".").normalize());
            Optional<Path> aside = file.setAsideIfDamaged(onlyReading(database), clock);
            aside.ifPresent(path -> LOG.error("The store was damaged. It is kept as {}; a fresh one is started", path));
            SQLiteDataSource source = fresh(database);
            Schema.SQLITE.migrate(source, database.toString());
            refuseReadOnly(source);
            return new SqliteDatabase(database, file, pool(source), aside.orElse(null), clock);
        } catch (PoolInitializationException | SQLException e) {
            file.close();
            throw file.withRemedy(new StoreException("the store " + database + " cannot be used", e));
        } catch (StoreException e) {
            file.close();
            throw file.withRemedy(e);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** A file that is made first, for us alone: what SQLite makes beside it gets the rights of it. */
    private static SQLiteDataSource fresh(Path database) {
        try {
            PrivateFiles.makeFile(database);
        } catch (IOException e) {
            throw new StoreException("the store " + database + " cannot be made", e);
        }
        return source(database);
    }

    /** Opens it beside the watch, or without one; never makes it. */
    static SqliteDatabase beside(Path database) {
        try {
            return besideAWatch(database);
        } catch (StoreException e) {
            throw new StoreRights(database).remedy().map(e::with).orElse(e);
        }
    }

    private static SqliteDatabase besideAWatch(Path database) {
        SqliteFile.mustExist(database);
        NativeLibrary.load(database.resolveSibling(".").normalize());
        SQLiteDataSource source = source(database);
        Schema.SQLITE.fit(source, database.toString(), () -> {
            try (SqliteFile file = SqliteFile.take(database)) {
                Schema.SQLITE.migrate(source, database.toString());
            }
        });
        try {
            return new SqliteDatabase(database, null, pool(source), null, InstantSource.system());
        } catch (PoolInitializationException e) {
            throw new StoreException("the store " + database + " cannot be used", e);
        }
    }

    /** The driver would take what stands behind a question mark for options, and change it; SQLite decodes what is encoded. */
    private static String url(Path database) {
        String path = database.toString();
        return path.indexOf('?') < 0
                ? URL + path
                : URL + "file:" + path.replace("%", "%25").replace("?", "%3f").replace("#", "%23");
    }

    /** For looking at a file without touching it: closing it does not move its write-ahead log into it. */
    private static SQLiteDataSource onlyReading(Path database) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout((int) Store.PATIENCE.toMillis());
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(url(database));
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
        source.setUrl(url(database));
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
        return fallback == null ? onFile() : fallback.connection();
    }

    /** The connection to the file, also while the tables are in memory. */
    public Connection onFile() throws SQLException {
        if (pool == null) {
            throw new SQLException(trouble);
        }
        return pool.getConnection();
    }

    @Override
    public void giveBack(Connection connection) throws SQLException {
        if (fallback == null || connection != fallback.connection()) {
            connection.close();
        }
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
        long before = version;
        version = Sql.first(connection, "PRAGMA data_version", Sql.Row::number).orElseThrow();
        return before != version;
    }

    /** Where the disk takes nothing the tables move into memory; where the file is damaged a fresh one is started. */
    @Override
    public boolean mend(SQLException failure) {
        if (file == null || fallback != null) {
            return false;
        }
        if (StoreException.isDamage(failure)) {
            return startAfresh();
        }
        if (!StoreException.isDisk(failure)) {
            return false;
        }
        String why = StoreException.why(failure);
        triedAt = System.nanoTime();
        try {
            fallback = InMemoryFallback.of(database);
            trouble = why;
            LOG.error(
                    "The store {} cannot be written: {}. The state is kept in memory until it can; if the watch"
                            + " ends before that, what happens meanwhile is forgotten",
                    database,
                    why);
            return true;
        } catch (SQLException e) {
            LOG.error(
                    "The store {} cannot be written: {}, and the state not be kept in memory: {}",
                    database,
                    why,
                    StoreException.why(e));
            return false;
        }
    }

    private boolean startAfresh() {
        if (pool != null) {
            pool.close();
            pool = null;
        }
        triedAt = System.nanoTime();
        try {
            if (Files.exists(database)) {
                Path aside = file.setAside(clock);
                damaged = new QuarantinedStore(aside, clock.instant().truncatedTo(ChronoUnit.SECONDS));
                LOG.error("The store was found damaged. It is kept as {}; a fresh one is started", aside);
            }
            SQLiteDataSource source = fresh(database);
            Schema.SQLITE.migrate(source, database.toString());
            // Rows of the old one may still be on their way to a sink: no new one may have the number of one of them.
            try (Connection connection = source.getConnection()) {
                InMemoryFallback.raiseNumbers(connection, 0, clock.millis());
            }
            pool = pool(source);
            trouble = fallback == null ? null : trouble;
            return true;
        } catch (SQLException | StoreException | PoolInitializationException e) {
            trouble = "a fresh store cannot be started: " + StoreException.why(e);
            LOG.error("The store was damaged, and {}", trouble);
            return false;
        }
    }

    @Override
    public boolean tidy() {
        if ((pool != null && fallback == null) || System.nanoTime() - triedAt < AGAIN) {
            return false;
        }
        return pool == null ? startAfresh() : writeBack();
    }

    private boolean writeBack() {
        triedAt = System.nanoTime();
        try (Connection connection = onFile()) {
            long changes = fallback.changes();
            fallback.writeTo(connection);
            LOG.warn(
                    "The store {} can be written again; {} rows that were kept in memory are in it now",
                    database,
                    changes);
        } catch (SQLException e) {
            trouble = StoreException.why(e);
            LOG.debug("The store can still not be written: {}", trouble);
            if (StoreException.isDamage(e)) {
                replaceFile();
            }
            return false;
        }
        leaveRefuge();
        trouble = null;
        return true;
    }

    /** The file is damaged, but everything is in memory: all of it goes into a fresh one. */
    private void replaceFile() {
        try {
            fallback.changeEverything();
        } catch (SQLException e) {
            LOG.error("What is in memory cannot be read: {}", StoreException.why(e));
            return;
        }
        startAfresh();
    }

    private void leaveRefuge() {
        try {
            fallback.close();
        } catch (SQLException e) {
            LOG.debug("The copy in memory was not closed cleanly: {}", e.getMessage());
        } finally {
            fallback = null;
        }
    }

    @Override
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    @Override
    public Optional<Path> setAside() {
        return Optional.ofNullable(setAside);
    }

    @Override
    public Optional<QuarantinedStore> damaged() {
        return Optional.ofNullable(damaged);
    }

    @Override
    public void close() {
        try (file) {
            if (fallback != null && pool != null && !writeBack()) {
                LOG.error("The store {} cannot be written: {}. What happened since then is lost", database, trouble);
            }
        } finally {
            if (pool != null) {
                pool.close();
            }
        }
    }
}
