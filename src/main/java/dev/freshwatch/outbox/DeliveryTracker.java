package dev.freshwatch.outbox;

import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.outbox.FailureRule.Peer;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.StoreException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Follows one notice into all its sinks. Also from a process that is not the watch: it looks at the store only, and the
 * watch leaves alone what was withdrawn there. Its methods throw {@link StoreException}.
 */
public final class DeliveryTracker {

    private final Store store;

    public DeliveryTracker(Store store) {
        this.store = store;
    }

    /** What has become of it, for each sink that it was put into the outbox of, in the order of their names. */
    public List<DeliveryStatus> fates(String noticeId) {
        return store.transaction(connection -> {
            String sql =
                    """
                    SELECT sink, state, peer, attempts, last_reason FROM delivery WHERE notice_id = ? ORDER BY sink""";
            return Sql.list(connection, sql, DeliveryTracker::status, noticeId);
        });
    }

    /** Until when a sink has asked to be left alone; empty where it has not. */
    public Optional<Instant> closedUntil(String sink) {
        Instant now = store.clock().instant();
        return store.transaction(
                connection -> SinkStateTable.closedUntil(connection, sink).filter(until -> until.isAfter(now)));
    }

    private static DeliveryStatus status(Sql.Row row) throws SQLException {
        String sink = row.text();
        String state = row.text();
        String peer = row.text();
        boolean failed = peer != null && !peer.equals(DeliveryTable.ACCEPTED);
        return new DeliveryStatus(
                sink,
                !state.equals(DeliveryTable.State.PENDING.word()),
                state.equals(DeliveryTable.State.DELIVERED.word()),
                failed ? Peer.valueOf(peer.toUpperCase(Locale.ROOT)) : null,
                row.integer(),
                row.text());
    }

    /**
     * Takes it out of the outboxes of all sinks that have not taken it yet. A try under way cannot be called back.
     *
     * @param reason one plain line
     * @return in how many it still waited
     */
    public int withdraw(String noticeId, String reason) {
        return store.transaction(connection -> {
            String sql =
                    """
                    UPDATE delivery SET state = 'withdrawn', settled_at = ?,
                      last_reason = COALESCE(last_reason || '; ', '') || CAST(? AS VARCHAR(100))
                    WHERE notice_id = ? AND state = 'pending'""";
            int withdrawn = Sql.update(connection, sql, store.clock().instant(), PlainText.line(reason, 100), noticeId);
            SinkStateTable.forgetIdle(connection);
            return withdrawn;
        });
    }
}
