package dev.freshwatch.store;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Sessions of a PostgreSQL database. The session of a watch holds a {@link WatchLock}. */
final class PostgresSessions implements DataSource {

    /** Within a transaction: waits for the previous transaction of any process, and asks whether it can write. */
    static final String LOCK_WRITES =
            "SELECT pg_advisory_xact_lock(1179080024, hashtext(current_schema())), current_setting('transaction_read_only')";

    /** Within a transaction: notifies watches that something was written. */
    static final String NOTIFY_WATCHES = "SELECT pg_notify('freshwatch', current_schema())";

    /**
     * With default settings the server would keep the lock of a watch whose machine lost power for two hours, and
     * refuse its successor for that long.
     */
    private static final String SHORT_KEEPALIVE =
            "SET tcp_keepalives_idle = 20; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 4";

    /**
     * A node that is stopped in the middle of a transaction would hold up all others: the server ends its session, and with it
     * the transaction, before {@link Store#PATIENCE} of the others does.
     */
    private static final String NO_STANDSTILL = "SET idle_in_transaction_session_timeout = 5000";

    private static final String STATE =
            "SELECT current_schema(), current_setting('transaction_read_only'), pg_backend_pid()";

    private final PGSimpleDataSource source;
    private final WatchLock lock;
    private final AtomicLong count = new AtomicLong();
    private volatile int process;

    /** @param lock that of a watch or a node; null = it is neither, but a command beside them */
    PostgresSessions(PGSimpleDataSource source, WatchLock lock) {
        this.source = source;
        this.lock = lock;
        // At most 63 bytes; PostgreSQL cuts off the rest.
        source.setApplicationName("freshwatch " + ProcessHandle.current().pid() + " " + UUID.randomUUID());
    }

    /** The number of sessions opened so far. */
    long count() {
        return count.get();
    }

    /** The process of the server behind the latest session. */
    int process() {
        return process;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = source.getConnection();
        try {
            checkState(connection);
            if (lock != null) {
                PoolerProbe.refuseSharedSessions(source, connection);
                lock.take(connection);
            }
            if (lock == WatchLock.SHARED) {
                endStandstill(connection);
            }
            prepare(connection);
            count.incrementAndGet();
            return connection;
        } catch (SQLException | RuntimeException e) {
            Store.closeQuietly(connection, e);
            throw e;
        }
    }

    /** For a session of a node: it may not hold up others for long in a transaction that stands still. */
    static void endStandstill(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(NO_STANDSTILL);
        }
    }

    private void prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (lock != null) {
                statement.execute("LISTEN freshwatch");
                statement.execute(SHORT_KEEPALIVE);
            }
            statement.execute("SET lock_timeout = " + Store.PATIENCE.toMillis());
        }
    }

    private void checkState(Connection connection) throws SQLException {
        boolean readOnly = Sql.first(connection, STATE, row -> {
                    if (row.text() == null) {
                        throw new SQLException("the schema in state.url does not exist, or this user may not use it");
                    }
                    boolean only = "on".equals(row.text());
                    process = row.integer();
                    return only;
                })
                .orElseThrow();
        if (readOnly) {
            throw readOnly();
        }
    }

    /**
     * A standby, or a primary that somebody has set to read-only for a while. Sessions that were opened before keep to a
     * server that was made a standby without being restarted, so each transaction asks.
     */
    static SQLException readOnly() {
        return new UnfitSession(
                "the server can only be read now: it is a standby, or default_transaction_read_only is on; for several"
                        + " servers write jdbc:postgresql://one,other/database?targetServerType=primary in state.url",
                "25006",
                null);
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
