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
 * Sessions on a PostgreSQL. That of the watch holds a lock of the schema for as long as it lives, so the one that writes
 * is always the one that holds it: when a session is lost, its lock is too, and the next one has to get it first.
 */
final class PostgresSessions implements DataSource {

    /** In a transaction: waits for the one before it, of whatever process. */
    static final String TAKE_TURN = "SELECT pg_advisory_xact_lock(1179080024, hashtext(current_schema()))";

    /** In a transaction: tells the watch that something was written. */
    static final String TELL = "SELECT pg_notify('freshwatch', current_schema())";

    /** The two numbers of this key and that above are ours by agreement with nobody; others would have to guess them. */
    private static final String KEY = "(1179080023, hashtext(current_schema()))";

    private static final String HOLDERS =
            """
            SELECT a.pid, a.client_addr, substring(a.application_name FROM '^freshwatch ([0-9]+) ')
            FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'advisory' AND l.granted AND l.classid = 1179080023 AND l.objsubid = 2
              AND l.objid::bigint = (hashtext(current_schema())::bigint & 4294967295)
              AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())""";

    /**
     * The server would wait for two hours by the defaults of its system until it frees the lock of a watch whose
     * machine has lost its power, and refuse its successor for as long.
     */
    private static final String NOTICE_OUR_DEATH =
            "SET tcp_keepalives_idle = 20; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 4";

    private static final Duration GOING = Duration.ofSeconds(3);
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final PGSimpleDataSource source;
    private final boolean isWatch;
    private final AtomicLong count = new AtomicLong();

    PostgresSessions(PGSimpleDataSource source, boolean isWatch) {
        this.source = source;
        this.isWatch = isWatch;
        // At most 63 bytes, of which PostgreSQL would cut the rest.
        source.setApplicationName("freshwatch " + ProcessHandle.current().pid() + " " + UUID.randomUUID());
    }

    /** How many sessions there were. */
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
                throw new SQLException("the schema of state.url is not there, or this user may not use it");
            }
            if (isWatch) {
                takeLock(connection, statement);
                statement.execute("LISTEN freshwatch");
            }
            statement.execute("SET lock_timeout = " + Store.PATIENCE.toMillis());
            if (isWatch) {
                statement.execute(NOTICE_OUR_DEATH);
            }
            count.incrementAndGet();
            return connection;
        } catch (SQLException | RuntimeException e) {
            Store.closeQuietly(connection, e);
            throw e;
        }
    }

    /** After a broken connection the server may not know yet that our last session is dead; so it is ended. */
    private void takeLock(Connection connection, Statement statement) throws SQLException {
        if (isTrue(connection, "SELECT pg_try_advisory_lock" + KEY)) {
            return;
        }
        statement.execute("SELECT pg_terminate_backend(pid) FROM (" + HOLDERS
                + " AND a.application_name = current_setting('application_name') AND a.pid <> pg_backend_pid()) ghost");
        String holder = Sql.first(connection, HOLDERS, PostgresSessions::holder).orElse("");
        try {
            // A watch that has just ended may not be gone from the server yet.
            statement.execute("SET lock_timeout = " + GOING.toMillis());
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

    /** Gives the lock of the watch back; its session's end would too, but later. */
    static void giveLockBack(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_unlock" + KEY);
        }
    }

    private static boolean isTrue(Connection connection, String sql) throws SQLException {
        return Sql.first(connection, sql, Sql.Row::text).filter("t"::equals).isPresent();
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLException("the login of the configuration is the only one");
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
