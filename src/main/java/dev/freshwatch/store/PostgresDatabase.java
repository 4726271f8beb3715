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
    private final boolean isWatch;
    private final PostgresSessions sessions;
    private final HikariDataSource pool;
    private long session = -1;

    private PostgresDatabase(StateSettings where, boolean isWatch, PostgresSessions sessions, HikariDataSource pool) {
        this.where = where;
        this.isWatch = isWatch;
        this.sessions = sessions;
        this.pool = pool;
    }

    /** Opens the database for the watch. */
    static PostgresDatabase hold(StateSettings where) {
        PGSimpleDataSource source = source(where);
        PostgresSessions sessions = new PostgresSessions(source, true);
        HikariDataSource pool = pool(sessions, where);
        try {
            Schema.POSTGRESQL.migrate(source, where.url());
            return new PostgresDatabase(where, true, sessions, pool);
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    /** Opens the database for a process other than the watch, whether a watch is running or not. */
    static PostgresDatabase beside(StateSettings where) {
        PGSimpleDataSource source = source(where);
        Schema.POSTGRESQL.fit(source, where.url(), () -> hold(where).close());
        PostgresSessions sessions = new PostgresSessions(source, false);
        return new PostgresDatabase(where, false, sessions, pool(sessions, where));
    }

    static boolean isHeld(StateSettings where) {
        try {
            return PostgresSessions.isHeld(source(where));
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
        try (Statement statement = connection.createStatement()) {
            statement.execute(PostgresSessions.LOCK_WRITES);
        }
    }

    @Override
    public void beforeCommit(Connection connection) throws SQLException {
        if (!isWatch) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(PostgresSessions.NOTIFY_WATCH);
            }
        }
    }

    /** Notifications sent while there was no session are lost, so a new session counts as a change. */
    @Override
    public boolean isChanged(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
        }
        PGNotification[] told = connection.unwrap(PGConnection.class).getNotifications();
        long before = session;
        session = sessions.count();
        return before != session || (told != null && told.length > 0);
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
        String own = source.getOptions() == null ? "" : source.getOptions() + " ";
        source.setOptions(
                own + "-c default_transaction_read_only=on -c statement_timeout=" + Store.PATIENCE.toMillis());
        return new ReadingDatabase(source);
    }

    @Override
    public void close() {
        try (pool) {
            if (isWatch && pool.getHikariPoolMXBean().getTotalConnections() > 0) {
                try (Connection connection = pool.getConnection()) {
                    PostgresSessions.releaseLock(connection);
                }
            }
        } catch (SQLException e) {
            LOG.debug("The store's lock was not released; the end of its session releases it: {}", e.getMessage());
        }
    }
}
