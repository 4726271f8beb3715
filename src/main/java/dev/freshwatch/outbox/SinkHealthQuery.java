package dev.freshwatch.outbox;

import dev.freshwatch.outbox.SinkHealth.Trouble;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Queries the health of sinks with a few small statements. Thread-safe. */
public final class SinkHealthQuery {

    /** A notice that was given up is reported for at least this long, so that everybody sees it. */
    static final Duration AT_LEAST = Duration.ofHours(1);

    /** And for at most this long, even if the sink has accepted nothing since. */
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

    /** @param oldest null if there are no rows */
    private record Waiting(long rows, Instant oldest) {}

    private record Failing(Instant since, String reason) {}

    private final Store store;

    public SinkHealthQuery(Store store) {
        this.store = store;
    }

    /**
     * Returns the health of these sinks.
     *
     * @param sinks their names
     * @return in the same order
     * @throws StoreException if the store cannot be read
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
     * Returns the names of sinks that have an open problem, including sinks that no longer exist.
     *
     * @throws StoreException if the store cannot be read
     */
    public List<String> inTrouble() {
        return store.transaction(connection -> {
            return Sql.list(connection, OPEN, row -> row.text().substring(OutboxComponent.CHECK.length()));
        });
    }

    private static SinkHealth at(Connection connection, String sink, Instant now) throws SQLException {
        Waiting waiting = Sql.first(connection, WAITING, row -> new Waiting(row.number(), row.time()), sink)
                .orElseThrow();
        Trouble refused = refused(connection, sink, now);
        if (waiting.rows() == 0) {
            return new SinkHealth(sink, 0, null, null, null, null, refused);
        }
        Failing failing = Sql.first(connection, FAILING, row -> new Failing(row.time(), row.text()), sink)
                .orElse(new Failing(null, null));
        Trouble stuck =
                Sql.first(connection, STUCK, SinkHealthQuery::trouble, sink).orElse(null);
        return new SinkHealth(
                sink, waiting.rows(), waiting.oldest(), failing.since(), failing.reason(), stuck, refused);
    }

    private static Trouble refused(Connection connection, String sink, Instant now) throws SQLException {
        Trouble refused = Sql.first(connection, REFUSED, SinkHealthQuery::trouble, sink, now.minus(AT_MOST))
                .orElse(null);
        if (refused == null || refused.at().plus(AT_LEAST).isAfter(now)) {
            return refused;
        }
        return Sql.exists(connection, TAKEN, sink, refused.at()) ? null : refused;
    }

    private static Trouble trouble(Sql.Row row) throws SQLException {
        return new Trouble(row.text(), row.time(), row.text());
    }
}
