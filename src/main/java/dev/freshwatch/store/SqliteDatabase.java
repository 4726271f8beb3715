package dev.freshwatch.store;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteDataSource;

/**
 * A store in one SQLite file. If the file cannot be written, the tables move into memory until it can; if it is damaged,
 * it is set aside and a new one is created.
 */
public final class SqliteDatabase implements Database {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteDatabase.class);

    /** Interval of attempts to return to the file. */
    private static final long RETRY_EVERY = Duration.ofSeconds(5).toNanos();

    private final Path database;
    private final SqliteFile file;
    private final Path setAside;
    private final InstantSource clock;
    private HikariDataSource pool;
    private InMemoryFallback fallback;
    private volatile long triedAt;
    private long version = -1;
    private volatile String trouble;
    private volatile ReadingDatabase readers;
    private volatile QuarantinedStore damaged;

    /**
     * @param file null if another process may hold it
     * @param pool null if there is no usable file, until {@link #tidy} has created one
     */
    SqliteDatabase(Path database, SqliteFile file, HikariDataSource pool, Path setAside, InstantSource clock) {
        this.database = database;
        this.file = file;
        this.pool = pool;
        this.setAside = setAside;
        this.clock = clock;
        this.damaged = file == null ? null : file.lastSetAside().orElse(null);
    }

    @Override
    public Connection connection() throws SQLException {
        return fallback == null ? onFile() : fallback.connection();
    }

    /** Returns a connection to the file, even while the tables are in memory. */
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
        // The first statement begins the transaction and takes the lock.
    }

    @Override
    public void beforeCommit(Connection connection, boolean wakes) {
        // Other processes see a commit without being notified.
    }

    /** The number changes only when another connection has committed. */
    @Override
    public boolean isChanged(Connection connection) throws SQLException {
        long before = version;
        version = Sql.first(connection, "PRAGMA data_version", Sql.Row::number).orElseThrow();
        return before != version;
    }

    /** If the disk cannot be written, the tables move into memory; if the file is damaged, a new one is created. */
    @Override
    public boolean mend(SQLException failure) {
        if (file == null || fallback != null) {
            return false;
        }
        if (StoreException.isDamage(failure)) {
            return createNew();
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
                            + " stops before that, what happens meanwhile is lost",
                    database,
                    why);
            return true;
        } catch (SQLException e) {
            LOG.error(
                    "The store {} cannot be written: {}, and the state cannot be kept in memory: {}",
                    database,
                    why,
                    StoreException.why(e));
            return false;
        }
    }

    private boolean createNew() {
        if (pool != null) {
            pool.close();
            pool = null;
        }
        triedAt = System.nanoTime();
        try {
            if (Files.exists(database)) {
                Path aside = file.setAside(clock);
                damaged = new QuarantinedStore(aside, clock.instant().truncatedTo(ChronoUnit.SECONDS));
                LOG.error("The store is damaged. It is kept as {}; creating a new one", aside);
            }
            SQLiteDataSource source = SqliteSources.created(database);
            Schema.SQLITE.migrate(source, database.toString());
            // Rows of the old store may still be in delivery, so no new row may get the number of one of them.
            try (Connection connection = source.getConnection()) {
                InMemoryFallback.raiseNumbers(connection, 0, clock.millis());
            }
            pool = SqliteSources.pool(source);
            if (readers != null) {
                readers.renew();
            }
            trouble = fallback == null ? null : trouble;
            return true;
        } catch (SQLException | StoreException | PoolInitializationException e) {
            trouble = "a new store cannot be created: " + StoreException.why(e);
            LOG.error("The store is damaged, and {}", trouble);
            return false;
        }
    }

    @Override
    public boolean tidy() {
        if ((pool != null && fallback == null) || System.nanoTime() - triedAt < RETRY_EVERY) {
            return false;
        }
        return pool == null ? createNew() : writeBack();
    }

    private boolean writeBack() {
        triedAt = System.nanoTime();
        try (Connection connection = onFile()) {
            long changes = fallback.changes();
            fallback.writeTo(connection);
            LOG.warn("The store {} can be written again; {} rows were written back from memory", database, changes);
        } catch (SQLException e) {
            trouble = StoreException.why(e);
            LOG.debug("The store still cannot be written: {}", trouble);
            if (StoreException.isDamage(e)) {
                replaceFile();
            }
            return false;
        }
        leaveMemory();
        trouble = null;
        return true;
    }

    /** The file is damaged, but everything is in memory: writes all of it to a new file. */
    private void replaceFile() {
        try {
            fallback.changeEverything();
        } catch (SQLException e) {
            LOG.error("The tables in memory cannot be read: {}", StoreException.why(e));
            return;
        }
        createNew();
    }

    private void leaveMemory() {
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
    public Database reading() {
        readers = new ReadingDatabase(SqliteSources.reading(database), null);
        return readers;
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
