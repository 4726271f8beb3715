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
 * Tracks the delivery of one notice to all its sinks. It uses only the store, so it also works in a process other than
 * the watch; the watch does not send what was withdrawn here. Methods throw {@link StoreException}.
 */
public final class DeliveryTracker {

    private final Store store;

    public DeliveryTracker(Store store) {
        this.store = store;
    }

    /** Returns the delivery status in each sink that the notice was addressed to, sorted by sink name. */
    public List<DeliveryStatus> statuses(String noticeId) {
        return store.transaction(connection -> {
            String sql =
                    """
                    SELECT sink, state, peer, attempts, last_reason FROM delivery WHERE notice_id = ? ORDER BY sink""";
            return Sql.list(connection, sql, DeliveryTracker::status, noticeId);
        });
    }

    /** Returns the time until which the sink asked for a pause; empty if it did not. */
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
     * Withdraws the notice from all sinks that have not accepted it yet. An attempt that is in progress cannot be
     * stopped.
     *
     * @param reason one plain line
     * @return the number of sinks in which it was still pending
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
