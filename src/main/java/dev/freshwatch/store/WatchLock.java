package dev.freshwatch.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The advisory lock of a watch on the current schema of a PostgreSQL database. It lasts as long as its session: if that is
 * lost, so is the lock, and the next session must take it first.
 *
 * <p>A watch of its own holds it alone; the nodes of a cluster share it, so that either keeps out the other.
 */
enum WatchLock {
    ALONE("pg_try_advisory_lock", "pg_advisory_lock", "pg_advisory_unlock"),
    SHARED("pg_try_advisory_lock_shared", "pg_advisory_lock_shared", "pg_advisory_unlock_shared");

    /** The numbers of the two lock keys are arbitrary, and unlikely to be used by anything else. */
    private static final String KEY = "(1179080023, hashtext(current_schema()))";

    private static final String HOLDERS =
            """
            SELECT a.pid, a.client_addr, substring(a.application_name FROM '^freshwatch ([0-9]+) '),
              CASE WHEN l.mode = 'ShareLock' THEN 1 ELSE 0 END
            FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'advisory' AND l.granted AND l.classid = 1179080023 AND l.objsubid = 2
              AND l.objid::bigint = (hashtext(current_schema())::bigint & 4294967295)
              AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())""";

    private static final Duration ENDING_WAIT = Duration.ofSeconds(3);
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final String attempt;
    private final String wait;
    private final String release;

    WatchLock(String attempt, String wait, String release) {
        this.attempt = attempt;
        this.wait = wait;
        this.release = release;
    }

    /**
     * A session that holds it.
     *
     * @param text   where it is, after the words that say what it is
     * @param shared whether it is that of a node
     */
    private record Holder(String text, boolean shared) {

        private static Holder of(Sql.Row row) throws SQLException {
            int process = row.integer();
            String address = row.text();
            String pid = row.text();
            return new Holder(
                    String.format(
                            Locale.ROOT,
                            "%s (connected from %s, process %d of the server)",
                            pid == null ? "" : "pid " + pid,
                            address == null ? "the server itself" : address,
                            process),
                    row.flag());
        }
    }

    /** Whether a watch or a node of a cluster holds it. */
    static boolean isHeld(Connection connection) throws SQLException {
        return Sql.exists(connection, HOLDERS);
    }

    /** Where the nodes are that hold it, or the watch; empty = nobody does. */
    static String holders(Connection connection) throws SQLException {
        return texts(Sql.list(connection, HOLDERS, Holder::of));
    }

    private static String texts(List<Holder> holders) {
        return holders.stream().map(Holder::text).collect(Collectors.joining(", "));
    }

    /**
     * Takes the lock for this session. After a broken connection the server may not have noticed that our previous session
     * is dead, so it is terminated.
     *
     * @throws StoreInUse if others hold it
     */
    void take(Connection connection) throws SQLException {
        if (isTrue(connection, "SELECT " + attempt + KEY)) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "SELECT pg_terminate_backend(pid) FROM (" + HOLDERS
                            + " AND a.application_name = current_setting('application_name') AND a.pid <> pg_backend_pid()) ghost");
            List<Holder> holders = Sql.list(connection, HOLDERS, Holder::of);
            // The session of a watch that has just ended may still exist on the server.
            statement.execute("SET lock_timeout = " + ENDING_WAIT.toMillis());
            wait(statement, holders);
        }
    }

    private void wait(Statement statement, List<Holder> holders) throws SQLException {
        try {
            statement.execute("SELECT " + wait + KEY);
        } catch (SQLException e) {
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw inUse(holders, e);
            }
            throw e;
        }
    }

    private StoreInUse inUse(List<Holder> holders, SQLException cause) {
        String where = texts(holders);
        if (holders.stream().anyMatch(Holder::shared)) {
            return new StoreInUse(
                    "nodes of a cluster use it: " + where
                            + "; set cluster.enabled = true to be one of them, or stop them, or set another state.url",
                    cause);
        }
        return new StoreInUse(
                "a watch is already running" + (where.isEmpty() ? "" : ", " + where.strip())
                        + (this == SHARED ? ", without cluster.enabled" : "")
                        + "; stop it, or set another state.url",
                cause);
    }

    /** Releases the lock at once, instead of with the end of its session. */
    void release(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT " + release + KEY);
        }
    }

    private static boolean isTrue(Connection connection, String sql) throws SQLException {
        return Sql.first(connection, sql, Sql.Row::text).filter("t"::equals).isPresent();
    }
}
