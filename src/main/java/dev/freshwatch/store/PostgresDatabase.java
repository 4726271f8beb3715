package dev.freshwatch.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.freshwatch.config.StateSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables in a PostgreSQL schema. Each transaction first takes a lock, so transactions run one after the other, as
 * in SQLite.
 */
public final class PostgresDatabase implements Database {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresDatabase.class);
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final StateSettings where;
    private final WatchLock lock;
    private final PostgresSessions sessions;
    private final HikariDataSource pool;
    private long session = -1;

    /** @param lock null = this process is no watch */
    private PostgresDatabase(StateSettings where, WatchLock lock, PostgresSessions sessions, HikariDataSource pool) {
        this.where = where;
        this.lock = lock;
        this.sessions = sessions;
        this.pool = pool;
    }

    /** Opens the database for the watch. */
    static PostgresDatabase hold(StateSettings where) {
        try {
            return open(where);
        } catch (StoreException e) {
            throw PostgresHosts.explain(where, e);
        }
    }

    private static PostgresDatabase open(StateSettings where) {
        WatchLock lock = where.shared() ? WatchLock.SHARED : WatchLock.ALONE;
        if (where.shared()) {
            PostgresMigration.beforeNodes(source(where), where.url());
        }
        PGSimpleDataSource source = source(where);
        PostgresSessions sessions = new PostgresSessions(source, lock);
        HikariDataSource pool = pool(sessions, where);
        try {
            Schema.POSTGRESQL.migrateIfNeeded(source, where.url());
            return new PostgresDatabase(where, lock, sessions, pool);
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    /** Opens the database for a process other than the watch, whether a watch is running or not. */
    static PostgresDatabase beside(StateSettings where) {
        PGSimpleDataSource source = source(where);
        Schema.POSTGRESQL.fit(source, where.url(), () -> hold(where).close());
        PostgresSessions sessions = new PostgresSessions(source, null);
        return new PostgresDatabase(where, null, sessions, pool(sessions, where));
    }

    static boolean isHeld(StateSettings where) {
        try (Connection connection = source(where).getConnection()) {
            return WatchLock.isHeld(connection);
        } catch (SQLException e) {
            throw new StoreException("the store " + where.url() + " cannot be reached", e);
        }
    }

    public static PGSimpleDataSource source(StateSettings where) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setConnectTimeout((int) CONNECT.toSeconds());
        source.setSocketTimeout((int) ANSWER.toSeconds());
        source.setTcpKeepAlive(true);
        source.setReWriteBatchedInserts(true);
        // after a failover the driver believes for so long what it knew of the servers before
        source.setHostRecheckSeconds(2);
        source.setURL(where.url());
        if (where.username() != null) {
            source.setUser(where.username());
        }
        if (where.password() != null) {
            source.setPassword(where.password().reveal());
        }
        return source;
    }

    private static HikariDataSource pool(PostgresSessions sessions, StateSettings where) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("store");
        config.setDataSource(sessions);
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(CONNECT.toMillis());
        config.setMaxLifetime(0);
        try {
            return new HikariDataSource(config);
        } catch (PoolInitializationException e) {
            throw new StoreException("the store " + where.url() + " cannot be used", e);
        }
    }

    @Override
    public Connection connection() throws SQLException {
        return pool.getConnection();
    }

    @Override
    public void giveBack(Connection connection) throws SQLException {
        connection.close();
    }

    @Override
    public void begin(Connection connection) throws SQLException {
        boolean readOnly = Sql.first(connection, PostgresSessions.LOCK_WRITES, row -> {
                    row.text();
                    return "on".equals(row.text());
                })
                .orElseThrow();
        if (readOnly) {
            // the next session may be one of another server
            pool.evictConnection(connection);
            throw PostgresSessions.readOnly();
        }
    }

    @Override
    public void beforeCommit(Connection connection, boolean wakes) throws SQLException {
        if (lock == null || (wakes && lock == WatchLock.SHARED)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(PostgresSessions.NOTIFY_WATCHES);
            }
        }
    }

    /**
     * Notifications sent while there was no session are lost, so a new session counts as a change. Those of this session
     * itself do not.
     */
    @Override
    public boolean isChanged(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
        }
        PGNotification[] told = connection.unwrap(PGConnection.class).getNotifications();
        long before = session;
        session = sessions.count();
        return before != session || (told != null && isAboutUs(told, connection.getSchema()));
    }

    /** All watches of a database hear each other, each in its schema. */
    private boolean isAboutUs(PGNotification[] told, String schema) {
        return Arrays.stream(told)
                .anyMatch(one ->
                        one.getPID() != sessions.process() && one.getParameter().equals(schema));
    }

    /** Nothing to repair: the pool replaces a broken session for the next transaction. */
    @Override
    public boolean mend(SQLException failure) {
        return false;
    }

    @Override
    public boolean tidy() {
        return false;
    }

    @Override
    public Optional<String> trouble() {
        return Optional.empty();
    }

    @Override
    public Optional<Path> setAside() {
        return Optional.empty();
    }

    @Override
    public Optional<QuarantinedStore> damaged() {
        return Optional.empty();
    }

    /** What takes longer than a reader waits for is given up by the server. */
    @Override
    public Database reading() {
        PGSimpleDataSource source = source(where);
        source.setApplicationName("freshwatch reading");
        // not as options of its start: the driver takes a session that can only read for one of a standby
        return new ReadingDatabase(
                source, "SET default_transaction_read_only = on; SET statement_timeout = " + Store.PATIENCE.toMillis());
    }

    @Override
    public void close() {
        try (pool) {
            if (lock != null && pool.getHikariPoolMXBean().getTotalConnections() > 0) {
                try (Connection connection = pool.getConnection()) {
                    lock.release(connection);
                }
            }
        } catch (SQLException e) {
            LOG.debug("The store's lock was not released; the end of its session releases it: {}", e.getMessage());
        }
    }
}
