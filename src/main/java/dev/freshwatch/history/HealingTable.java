package dev.freshwatch.history;

import dev.freshwatch.misp.HealLog;
import dev.freshwatch.misp.MispMemory;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is remembered of a MISP, in the store; in transactions of its own. */
public final class HealingTable implements MispMemory, HealLog {

    private static final Logger LOG = LoggerFactory.getLogger(HealingTable.class);

    /** Rows of the audit are kept for so long. */
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

    /** @param store opened by the time that this is used */
    public HealingTable(Supplier<Store> store) {
        this.store = store;
    }

    @Override
    public Optional<Map<String, Integer>> highest(String misp) {
        try {
            return Optional.of(store.get().transaction(connection -> highest(connection, misp)));
        } catch (StoreException e) {
            LOG.warn("misp/{}: how many workers there were cannot be read: {}", misp, e.getMessage());
            return Optional.empty();
        }
    }

    static Map<String, Integer> highest(Connection connection, String misp) throws SQLException {
        Map<String, Integer> highest = new HashMap<>();
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT queue, highest FROM expected_workers WHERE misp = ?")) {
            statement.setString(1, misp);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    highest.put(row.getString(1), row.getInt(2));
                }
            }
        }
        return highest;
    }

    @Override
    public void raise(String misp, Map<String, Integer> counts) {
        change(misp, RAISE, counts.keySet(), (statement, queue) -> {
            statement.setInt(3, counts.get(queue));
            statement.setLong(4, store.get().clock().instant().toEpochMilli());
        });
    }

    @Override
    public void forget(String misp, Set<String> queues) {
        String sql = "DELETE FROM expected_workers WHERE misp = ? AND queue = ?";
        change(misp, sql, queues, (statement, queue) -> {});
    }

    private interface More {
        void set(PreparedStatement statement, String queue) throws SQLException;
    }

    private void change(String misp, String sql, Set<String> queues, More more) {
        if (queues.isEmpty()) {
            return;
        }
        try {
            store.get().transaction(connection -> {
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    for (String queue : queues) {
                        statement.setString(1, misp);
                        statement.setString(2, queue);
                        more.set(statement, queue);
                        statement.addBatch();
                    }
                    return statement.executeBatch();
                }
            });
        } catch (StoreException e) {
            LOG.warn("misp/{}: how many workers there are can not be kept: {}", misp, e.getMessage());
        }
    }

    @Override
    public Optional<Told> told(String misp, String which, String fingerprint) {
        try {
            return store.get().transaction(connection -> told(connection, misp, which, fingerprint));
        } catch (StoreException e) {
            LOG.warn("misp/{}: when its {} ends can not be read: {}", misp, which, e.getMessage());
            return Optional.empty();
        }
    }

    static Optional<Told> told(Connection connection, String misp, String which, String fingerprint)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT ends FROM misp_key WHERE misp = ? AND which = ? AND fingerprint = ?")) {
            statement.setString(1, misp);
            statement.setString(2, which);
            statement.setString(3, fingerprint);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(new Told(AlertStateRow.time(row, 1))) : Optional.empty();
            }
        }
    }

    @Override
    public void keep(String misp, String which, String fingerprint, Told told) {
        try {
            store.get().transaction(connection -> {
                try (PreparedStatement statement = connection.prepareStatement(KEEP)) {
                    statement.setString(1, misp);
                    statement.setString(2, which);
                    statement.setString(3, fingerprint);
                    AlertStateRow.setTime(statement, 4, told.end());
                    statement.setLong(5, store.get().clock().instant().toEpochMilli());
                    return statement.executeUpdate();
                }
            });
        } catch (StoreException e) {
            LOG.warn("misp/{}: when its {} ends can not be kept: {}", misp, which, e.getMessage());
        }
    }

    @Override
    public Optional<Map<String, Row>> rows(String misp, Instant since) {
        try {
            return Optional.of(store.get().transaction(connection -> GrowingQueueTable.read(connection, misp, since)));
        } catch (StoreException e) {
            LOG.warn("misp/{}: which jobs waited cannot be read: {}", misp, e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void keep(String misp, Map<String, Row> rows) {
        try {
            Instant now = store.get().clock().instant();
            store.get().transaction(connection -> {
                GrowingQueueTable.replace(connection, misp, rows, now);
                return null;
            });
        } catch (StoreException e) {
            LOG.warn("misp/{}: which jobs wait can not be kept: {}", misp, e.getMessage());
        }
    }

    @Override
    public List<Attempt> since(String misp, Instant when) {
        return store.get().transaction(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "SELECT id, at, misp, episode_id, what, outcome, detail FROM heal_attempt"
                            + " WHERE misp = ? AND at >= ? ORDER BY at, id")) {
                statement.setString(1, misp);
                statement.setLong(2, when.toEpochMilli());
                try (ResultSet row = statement.executeQuery()) {
                    List<Attempt> attempts = new ArrayList<>();
                    while (row.next()) {
                        attempts.add(new Attempt(
                                row.getString(1),
                                Instant.ofEpochMilli(row.getLong(2)),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5),
                                Outcome.of(row.getString(6)),
                                row.getString(7)));
                    }
                    return attempts;
                }
            }
        });
    }

    @Override
    public void write(Attempt attempt) {
        store.get().transaction(connection -> {
            try (PreparedStatement old = connection.prepareStatement("DELETE FROM heal_attempt WHERE at < ?");
                    PreparedStatement statement = connection.prepareStatement(
                            "INSERT INTO heal_attempt (id, at, misp, episode_id, what, outcome, detail)"
                                    + " VALUES (?, ?, ?, ?, ?, ?, ?)")) {
                old.setLong(1, attempt.at().minus(KEPT).toEpochMilli());
                old.executeUpdate();
                statement.setString(1, attempt.id());
                statement.setLong(2, attempt.at().toEpochMilli());
                statement.setString(3, attempt.misp());
                statement.setString(4, attempt.episode());
                statement.setString(5, attempt.what());
                statement.setString(6, attempt.outcome().word());
                statement.setString(7, cut(attempt.detail()));
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public void settle(String id, Outcome outcome, String detail) {
        store.get().transaction(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("UPDATE heal_attempt SET outcome = ?, detail = ? WHERE id = ?")) {
                statement.setString(1, outcome.word());
                statement.setString(2, cut(detail));
                statement.setString(3, id);
                return statement.executeUpdate();
            }
        });
    }

    private static String cut(String detail) {
        return detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL - 1) + "…";
    }
}
