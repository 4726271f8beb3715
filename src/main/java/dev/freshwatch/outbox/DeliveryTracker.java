package dev.freshwatch.outbox;

import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.outbox.FailureRule.Peer;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.StoreException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
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
            try (PreparedStatement query = connection.prepareStatement(sql)) {
                query.setString(1, noticeId);
                List<DeliveryStatus> fates = new ArrayList<>();
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        fates.add(status(
                                row.getString(1), row.getString(2), row.getString(3), row.getInt(4), row.getString(5)));
                    }
                }
                return fates;
            }
        });
    }

    /** Until when a sink has asked to be left alone; empty where it has not. */
    public Optional<Instant> closedUntil(String sink) {
        Instant now = store.clock().instant();
        return store.transaction(connection -> Optional.ofNullable(SinkStateTable.closedUntil(connection, sink))
                .filter(until -> until.isAfter(now)));
    }

    private static DeliveryStatus status(String sink, String state, String peer, int attempts, String reason) {
        boolean accepted = state.equals(DeliveryTable.State.DELIVERED.word());
        boolean failed = peer != null && !peer.equals(DeliveryTable.ACCEPTED);
        return new DeliveryStatus(
                sink,
                !state.equals(DeliveryTable.State.PENDING.word()),
                accepted,
                failed ? Peer.valueOf(peer.toUpperCase(Locale.ROOT)) : null,
                attempts,
                reason);
    }

    /**
     * Takes it out of the outboxes of all sinks that have not taken it yet. A try under way can not be called back.
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
            try (PreparedStatement update = connection.prepareStatement(sql)) {
                update.setLong(1, store.clock().instant().toEpochMilli());
                update.setString(2, PlainText.line(reason, 100));
                update.setString(3, noticeId);
                int withdrawn = update.executeUpdate();
                SinkStateTable.forgetIdle(connection);
                return withdrawn;
            }
        });
    }
}
