package dev.freshwatch.history;

import dev.freshwatch.misp.HealLog;
import dev.freshwatch.misp.MispMemory;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link MispMemory} and {@link HealLog} in the database; each method uses its own transaction. */
public final class HealingTable implements MispMemory, HealLog {

    private static final Logger LOG = LoggerFactory.getLogger(HealingTable.class);

    /** How long healing attempts are kept. */
    private static final Duration KEPT = Duration.ofDays(90);

    private static final int LONGEST_DETAIL = 500;

    private static final String RAISE =
            """
            INSERT INTO expected_workers (misp, queue, highest, raised_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (misp, queue) DO UPDATE SET highest = excluded.highest, raised_at = excluded.raised_at
              WHERE excluded.highest > expected_workers.highest""";

    private static final String KEEP =
            """
            INSERT INTO misp_key (misp, which, fingerprint, ends, told_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (misp, which) DO UPDATE SET
              fingerprint = excluded.fingerprint, ends = excluded.ends, told_at = excluded.told_at""";

    private final Supplier<Store> store;

    /** @param store must be open when this is first used */
    public HealingTable(Supplier<Store> store) {
        this.store = store;
    }

    @Override
    public Optional<Map<String, Integer>> highest(String misp) {
        try {
            return Optional.of(store.get().transaction(connection -> highest(connection, misp)));
        } catch (StoreException e) {
            LOG.warn("misp/{}: cannot read the known worker counts: {}", misp, e.getMessage());
            return Optional.empty();
        }
    }

    static Map<String, Integer> highest(Connection connection, String misp) throws SQLException {
        Map<String, Integer> highest = new HashMap<>();
        Sql.list(
                connection,
                "SELECT queue, highest FROM expected_workers WHERE misp = ?",
                row -> highest.put(row.text(), row.integer()),
                misp);
        return highest;
    }

    @Override
    public void raise(String misp, Map<String, Integer> counts) {
        change(
                misp,
                RAISE,
                counts.keySet(),
                queue -> Sql.args(
                        misp, queue, counts.get(queue), store.get().clock().instant()));
    }

    @Override
    public void forget(String misp, Set<String> queues) {
        String sql = "DELETE FROM expected_workers WHERE misp = ? AND queue = ?";
        change(misp, sql, queues, queue -> Sql.args(misp, queue));
    }

    private void change(String misp, String sql, Set<String> queues, Function<String, Object[]> parameters) {
        if (queues.isEmpty()) {
            return;
        }
        try {
            store.get().transaction(namespace(misp), connection -> {
                Sql.batch(connection, sql, queues, parameters);
                return null;
            });
        } catch (StoreException e) {
            LOG.warn("misp/{}: cannot store the worker counts: {}", misp, e.getMessage());
        }
    }

    @Override
    public Optional<Told> told(String misp, String which, String fingerprint) {
        try {
            return store.get().transaction(connection -> told(connection, misp, which, fingerprint));
        } catch (StoreException e) {
            LOG.warn("misp/{}: cannot read when its {} expires: {}", misp, which, e.getMessage());
            return Optional.empty();
        }
    }

    static Optional<Told> told(Connection connection, String misp, String which, String fingerprint)
            throws SQLException {
        String sql = "SELECT ends FROM misp_key WHERE misp = ? AND which = ? AND fingerprint = ?";
        return Sql.first(connection, sql, row -> new Told(row.time()), misp, which, fingerprint);
    }

    @Override
    public void keep(String misp, String which, String fingerprint, Told told) {
        try {
            store.get()
                    .transaction(
                            namespace(misp),
                            connection -> Sql.update(
                                    connection,
                                    KEEP,
                                    misp,
                                    which,
                                    fingerprint,
                                    told.end(),
                                    store.get().clock().instant()));
        } catch (StoreException e) {
            LOG.warn("misp/{}: cannot store when its {} expires: {}", misp, which, e.getMessage());
        }
    }

    @Override
    public Optional<Map<String, Row>> rows(String misp, Instant since) {
        try {
            return Optional.of(store.get().transaction(connection -> GrowingQueueTable.read(connection, misp, since)));
        } catch (StoreException e) {
            LOG.warn("misp/{}: cannot read the earlier job counts: {}", misp, e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void keep(String misp, Map<String, Row> rows) {
        try {
            Instant now = store.get().clock().instant();
            store.get().transaction(namespace(misp), connection -> {
                GrowingQueueTable.replace(connection, misp, rows, now);
                return null;
            });
        } catch (StoreException e) {
            LOG.warn("misp/{}: cannot store the job counts: {}", misp, e.getMessage());
        }
    }

    @Override
    public List<Attempt> since(String misp, Instant when) {
        String sql =
                """
                SELECT id, at, misp, episode_id, what, outcome, detail FROM heal_attempt
                WHERE misp = ? AND at >= ? ORDER BY at, id""";
        return store.get()
                .transaction(connection -> Sql.list(
                        connection,
                        sql,
                        row -> new Attempt(
                                row.text(),
                                row.time(),
                                row.text(),
                                row.text(),
                                row.text(),
                                Outcome.of(row.text()),
                                row.text()),
                        misp,
                        when));
    }

    @Override
    public void write(Attempt attempt) {
        String sql =
                """
                INSERT INTO heal_attempt (id, at, misp, episode_id, what, outcome, detail)
                VALUES (?, ?, ?, ?, ?, ?, ?)""";
        store.get().transaction(namespace(attempt.misp()), connection -> {
            Sql.update(
                    connection,
                    "DELETE FROM heal_attempt WHERE at < ?",
                    attempt.at().minus(KEPT));
            return Sql.update(
                    connection,
                    sql,
                    attempt.id(),
                    attempt.at(),
                    attempt.misp(),
                    attempt.episode(),
                    attempt.what(),
                    attempt.outcome().word(),
                    cut(attempt.detail()));
        });
    }

    @Override
    public void settle(String misp, String id, Outcome outcome, String detail) {
        String sql = "UPDATE heal_attempt SET outcome = ?, detail = ? WHERE id = ?";
        store.get()
                .transaction(
                        namespace(misp), connection -> Sql.update(connection, sql, outcome.word(), cut(detail), id));
    }

    /** Only the node that watches this MISP writes about it. */
    private static String namespace(String misp) {
        return "misp/" + misp;
    }

    private static String cut(String detail) {
        return detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL - 1) + "…";
    }
}
