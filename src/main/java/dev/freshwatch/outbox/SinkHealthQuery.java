package dev.freshwatch.outbox;

import dev.freshwatch.outbox.SinkHealth.Trouble;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Looks at how sinks do. A handful of small queries; safe for use by many threads. */
public final class SinkHealthQuery {

    /** A notice that was given up is mentioned for so long at least, so that everybody sees it. */
    static final Duration AT_LEAST = Duration.ofHours(1);

    /** And for so long at most, also where the sink has taken nothing since. */
    static final Duration AT_MOST = Duration.ofHours(24);

    private static final String WAITING =
            "SELECT COUNT(*), MIN(created_at) FROM delivery WHERE sink = ? AND state = 'pending'";
    private static final String FAILING =
            "SELECT failing_since, reason FROM sink_state WHERE sink = ? AND failing_since IS NOT NULL";
    private static final String STUCK =
            """
            SELECT n.check_id, d.created_at, d.last_reason FROM delivery d JOIN notice n ON n.id = d.notice_id
            WHERE d.sink = ? AND d.state = 'pending' AND d.attempts > 0 ORDER BY d.seq LIMIT 1""";
    private static final String REFUSED =
            """
            SELECT n.check_id, d.settled_at, d.last_reason FROM delivery d JOIN notice n ON n.id = d.notice_id
            WHERE d.sink = ? AND d.state = 'failed' AND d.settled_at > ? ORDER BY d.settled_at DESC LIMIT 1""";
    private static final String TAKEN =
            "SELECT 1 FROM delivery WHERE sink = ? AND state = 'delivered' AND settled_at > ? LIMIT 1";

    private static final String OPEN =
            "SELECT check_id FROM episode WHERE closed_at IS NULL AND check_id LIKE 'freshwatch/sink/%' ORDER BY check_id";

    private final Store store;

    public SinkHealthQuery(Store store) {
        this.store = store;
    }

    /**
     * @param sinks their names
     * @return in the same order
     * @throws StoreException where that can not be read
     */
    public List<SinkHealth> at(Collection<String> sinks) {
        Instant now = store.clock().instant();
        return store.transaction(connection -> {
            List<SinkHealth> all = new ArrayList<>();
            for (String sink : sinks) {
                all.add(at(connection, sink, now));
            }
            return all;
        });
    }

    /**
     * The names of sinks that have an open problem, whether they are still there or not.
     *
     * @throws StoreException where that can not be read
     */
    public List<String> inTrouble() {
        return store.transaction(connection -> {
            try (PreparedStatement query = connection.prepareStatement(OPEN);
                    ResultSet row = query.executeQuery()) {
                List<String> sinks = new ArrayList<>();
                while (row.next()) {
                    sinks.add(row.getString(1).substring(OutboxComponent.CHECK.length()));
                }
                return sinks;
            }
        });
    }

    private static SinkHealth at(Connection connection, String sink, Instant now) throws SQLException {
        long pending;
        Instant oldest;
        try (PreparedStatement query = connection.prepareStatement(WAITING)) {
            query.setString(1, sink);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                pending = row.getLong(1);
                oldest = pending == 0 ? null : Instant.ofEpochMilli(row.getLong(2));
            }
        }
        Instant failingSince = null;
        String reason = null;
        try (PreparedStatement query = connection.prepareStatement(FAILING)) {
            query.setString(1, sink);
            try (ResultSet row = query.executeQuery()) {
                if (pending > 0 && row.next()) {
                    failingSince = Instant.ofEpochMilli(row.getLong(1));
                    reason = row.getString(2);
                }
            }
        }
        Trouble stuck = pending == 0 ? null : trouble(connection, STUCK, sink, null);
        return new SinkHealth(sink, pending, oldest, failingSince, reason, stuck, refused(connection, sink, now));
    }

    private static Trouble refused(Connection connection, String sink, Instant now) throws SQLException {
        Trouble refused = trouble(connection, REFUSED, sink, now.minus(AT_MOST));
        if (refused == null || refused.at().plus(AT_LEAST).isAfter(now)) {
            return refused;
        }
        try (PreparedStatement query = connection.prepareStatement(TAKEN)) {
            query.setString(1, sink);
            query.setLong(2, refused.at().toEpochMilli());
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? null : refused;
            }
        }
    }

    /** @param after null where the query does not ask for it */
    private static Trouble trouble(Connection connection, String sql, String sink, Instant after) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, sink);
            if (after != null) {
                query.setLong(2, after.toEpochMilli());
            }
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? new Trouble(row.getString(1), Instant.ofEpochMilli(row.getLong(2)), row.getString(3))
                        : null;
            }
        }
    }
}
