package bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * What is asked of a PostgreSQL while it is measured. Its own counters tell what was written; how long the locks are held is found
 * by looking at them at random moments, about every 20 ms.
 */
final class DatabaseLoad implements AutoCloseable {

    /** The lock that each write transaction of the store holds, and that of the history. */
    private static final int STORE = 1179080024;

    private static final int HISTORY = 1179080025;

    private static final String LOCKS =
            """
            SELECT count(*) FILTER (WHERE granted AND classid = %1$d), count(*) FILTER (WHERE NOT granted AND classid = %1$d),
              count(*) FILTER (WHERE granted AND classid = %2$d), count(*) FILTER (WHERE NOT granted AND classid = %2$d)
            FROM pg_locks WHERE locktype = 'advisory'"""
                    .formatted(STORE, HISTORY);

    private static final String TABLES =
            """
            SELECT relname, n_live_tup, n_tup_ins, n_tup_upd, n_tup_hot_upd, n_tup_del, pg_total_relation_size(relid)
            FROM pg_stat_user_tables""";

    private static final String WHOLE =
            """
            SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0'), pg_snapshot_xmax(pg_current_snapshot())::text::bigint,
              (SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()),
              pg_database_size(current_database())""";

    private static final double TICKS = 100;

    private final Postgres server;
    private final Connection connection;
    private final Connection watching;
    private final long ownProcess;
    private final long otherProcess;
    private final Thread sampler = new Thread(this::sample, "locks");
    private volatile boolean closing;
    private Locks locks = new Locks(0, 0, 0, 0, 0);

    DatabaseLoad(Postgres server) throws SQLException {
        this.server = server;
        connection = server.connection();
        watching = server.connection();
        ownProcess = numbers(connection, "SELECT pg_backend_pid()", 1)[0];
        otherProcess = numbers(watching, "SELECT pg_backend_pid()", 1)[0];
        sampler.setDaemon(true);
        sampler.start();
    }

    /**
     * How often the locks were looked at, and in how many of these looks each was held; waiting: how many transactions waited, all
     * looks together.
     */
    record Locks(long looks, long storeHeld, long storeWaiting, long historyHeld, long historyWaiting) {

        Locks minus(Locks before) {
            return new Locks(
                    looks - before.looks,
                    storeHeld - before.storeHeld,
                    storeWaiting - before.storeWaiting,
                    historyHeld - before.historyHeld,
                    historyWaiting - before.historyWaiting);
        }

        double each(long of) {
            return (double) of / Math.max(1, looks);
        }
    }

    /** Counters of a table. */
    record Table(long rows, long inserted, long updated, long hot, long deleted, long bytes) {

        static final Table NONE = new Table(0, 0, 0, 0, 0, 0);

        Table minus(Table before) {
            return new Table(
                    rows,
                    inserted - before.inserted,
                    updated - before.updated,
                    hot - before.hot,
                    deleted - before.deleted,
                    bytes - before.bytes);
        }

        long writes() {
            return inserted + updated + deleted;
        }
    }

    /**
     * All counters at one moment.
     *
     * @param writes  transactions that wrote something
     * @param commits all transactions, also those that only read
     * @param cpu     processor time of all processes of the server
     */
    record Moment(
            long nanos,
            long wal,
            long writes,
            long commits,
            long bytes,
            Duration cpu,
            Locks locks,
            Map<String, Table> tables) {}

    Moment now() throws SQLException, IOException, InterruptedException {
        Map<String, Table> tables = new TreeMap<>();
        // sessions report what they did when they are idle, a second late at the most
        TimeUnit.MILLISECONDS.sleep(1_100);
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(TABLES)) {
            while (rows.next()) {
                tables.put(
                        rows.getString(1),
                        new Table(
                                rows.getLong(2),
                                rows.getLong(3),
                                rows.getLong(4),
                                rows.getLong(5),
                                rows.getLong(6),
                                rows.getLong(7)));
            }
        }
        long[] whole = numbers(connection, WHOLE, 4);
        return new Moment(System.nanoTime(), whole[0], whole[1], whole[2], whole[3], processorTime(), locks(), tables);
    }

    /** Sessions of others. */
    long sessions() throws SQLException {
        return numbers(
                connection,
                "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid NOT IN ("
                        + ownProcess + ", " + otherProcess + ")",
                1)[0];
    }

    /** Who does what; the namespaces that nobody has are not in it. */
    Map<String, String> holders() throws SQLException {
        Map<String, String> holders = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT namespace, holder FROM cluster_lease WHERE holder IS NOT NULL")) {
            while (rows.next()) {
                holders.put(rows.getString(1), rows.getString(2));
            }
        }
        return holders;
    }

    private Duration processorTime() throws IOException {
        double ticks = ticks(server.pid(), true);
        for (long child : ProcessHandle.of(server.pid())
                .orElseThrow()
                .children()
                .mapToLong(ProcessHandle::pid)
                .toArray()) {
            if (child != ownProcess && child != otherProcess) {
                ticks += ticks(child, false);
            }
        }
        return Duration.ofMillis((long) (1_000 * ticks / TICKS));
    }

    /** @param withEnded with the time of children that have ended */
    private static double ticks(long pid, boolean withEnded) throws IOException {
        Path stat = Path.of("/proc/" + pid + "/stat");
        if (!Files.exists(stat)) {
            return 0;
        }
        String all = Files.readString(stat);
        String[] fields = all.substring(all.lastIndexOf(')') + 2).split(" ");
        double own = Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]);
        return withEnded ? own + Double.parseDouble(fields[13]) + Double.parseDouble(fields[14]) : own;
    }

    private synchronized Locks locks() {
        return locks;
    }

    private void sample() {
        try {
            while (!closing) {
                TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(10, 31));
                long[] seen = numbers(watching, LOCKS, 4);
                synchronized (this) {
                    locks = new Locks(
                            locks.looks + 1,
                            locks.storeHeld + seen[0],
                            locks.storeWaiting + seen[1],
                            locks.historyHeld + seen[2],
                            locks.historyWaiting + seen[3]);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            if (!closing) {
                System.err.println("the locks are no longer looked at: " + e);
            }
        }
    }

    private static long[] numbers(Connection connection, String sql, int count) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            long[] numbers = new long[count];
            for (int i = 0; i < count; i++) {
                numbers[i] = row.getLong(i + 1);
            }
            return numbers;
        }
    }

    @Override
    public void close() throws SQLException {
        closing = true;
        watching.close();
        connection.close();
    }
}
