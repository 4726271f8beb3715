package dev.freshwatch.store;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Sessions of a PostgreSQL database. The session of the watch holds an advisory lock on the schema as long as it lives,
 * so only the holder of the lock can write: if the session is lost, so is the lock, and the next session must acquire
 * it first.
 */
final class PostgresSessions implements DataSource {

    /** Within a transaction: waits for the previous transaction of any process. */
    static final String LOCK_WRITES = "SELECT pg_advisory_xact_lock(1179080024, hashtext(current_schema()))";

    /** Within a transaction: notifies the watch that something was written. */
    static final String NOTIFY_WATCH = "SELECT pg_notify('freshwatch', current_schema())";

    /** The numbers of the two lock keys are arbitrary, and unlikely to be used by anything else. */
    private static final String KEY = "(1179080023, hashtext(current_schema()))";

    private static final String HOLDERS =
            """
            SELECT a.pid, a.client_addr, substring(a.application_name FROM '^freshwatch ([0-9]+) ')
            FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'advisory' AND l.granted AND l.classid = 1179080023 AND l.objsubid = 2
              AND l.objid::bigint = (hashtext(current_schema())::bigint & 4294967295)
              AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())""";

    /**
     * With default settings the server would keep the lock of a watch whose machine lost power for two hours, and
     * refuse its successor for that long.
     */
    private static final String SHORT_KEEPALIVE =
            "SET tcp_keepalives_idle = 20; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 4";

    private static final Duration ENDING_WAIT = Duration.ofSeconds(3);
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final PGSimpleDataSource source;
    private final boolean isWatch;
    private final AtomicLong count = new AtomicLong();

    PostgresSessions(PGSimpleDataSource source, boolean isWatch) {
        this.source = source;
        this.isWatch = isWatch;
        // At most 63 bytes; PostgreSQL cuts off the rest.
        source.setApplicationName("freshwatch " + ProcessHandle.current().pid() + " " + UUID.randomUUID());
    }

    /** The number of sessions opened so far. */
    long count() {
        return count.get();
    }

    static boolean isHeld(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return Sql.exists(connection, HOLDERS);
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = source.getConnection();
        try (Statement statement = connection.createStatement()) {
            if (!isTrue(connection, "SELECT current_schema() IS NOT NULL")) {
                throw new SQLException("the schema in state.url does not exist, or this user may not use it");
            }
            if (isWatch) {
                takeLock(connection, statement);
                statement.execute("LISTEN freshwatch");
            }
            statement.execute("SET lock_timeout = " + Store.PATIENCE.toMillis());
            if (isWatch) {
                statement.execute(SHORT_KEEPALIVE);
            }
            count.incrementAndGet();
            return connection;
        } catch (SQLException | RuntimeException e) {
            Store.closeQuietly(connection, e);
            throw e;
        }
    }

    /**
     * After a broken connection the server may not have noticed that our previous session is dead, so it is terminated.
     */
    private void takeLock(Connection connection, Statement statement) throws SQLException {
        if (isTrue(connection, "SELECT pg_try_advisory_lock" + KEY)) {
            return;
        }
        statement.execute("SELECT pg_terminate_backend(pid) FROM (" + HOLDERS
                + " AND a.application_name = current_setting('application_name') AND a.pid <> pg_backend_pid()) ghost");
        String holder = Sql.first(connection, HOLDERS, PostgresSessions::holder).orElse("");
        try {
            // The session of a watch that has just ended may still exist on the server.
            statement.execute("SET lock_timeout = " + ENDING_WAIT.toMillis());
            statement.execute("SELECT pg_advisory_lock" + KEY);
        } catch (SQLException e) {
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw new StoreInUse(holder, e);
            }
            throw e;
        }
    }

    private static String holder(Sql.Row row) throws SQLException {
        int process = row.integer();
        String address = row.text();
        String pid = row.text();
        return String.format(
                Locale.ROOT,
                "%s (connected from %s, process %d of the server)",
                pid == null ? "" : ", pid " + pid,
                address == null ? "the server itself" : address,
                process);
    }

    /** Releases the lock of the watch at once, instead of with the end of its session. */
    static void releaseLock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_unlock" + KEY);
        }
    }

    private static boolean isTrue(Connection connection, String sql) throws SQLException {
        return Sql.first(connection, sql, Sql.Row::text).filter("t"::equals).isPresent();
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLException("only the configured login can be used");
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return source.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        source.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) {
        source.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() {
        return source.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return source.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return source.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return source.isWrapperFor(type);
    }
}
