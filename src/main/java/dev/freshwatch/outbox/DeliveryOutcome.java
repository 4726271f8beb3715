package dev.freshwatch.outbox;

import dev.freshwatch.outbox.FailureRule.Peer;
import java.time.Instant;

/**
 * How an attempt ended, to be written to its row.
 *
 * @param item    what was attempted
 * @param state   the new state of the row
 * @param peer    what the peer did; null = it accepted
 * @param begunAt when the attempt began
 * @param at      when it ended
 * @param retryAt when the next attempt is due; equal to {@code at} if there is none
 * @param asked   whether the sink itself asked for that pause
 * @param reason  why it failed, one plain line; null if delivered
 */
record DeliveryOutcome(
        DeliveryItem item,
        DeliveryTable.State state,
        Peer peer,
        Instant begunAt,
        Instant at,
        Instant retryAt,
        boolean asked,
        String reason) {

    PendingDelivery row() {
        return item.row();
    }

    /** A partly delivered notice gets a key of its own, so that the remainder does not delay later notices. */
    String orderingKey() {
        return peer == Peer.PARTLY ? OrderingKeys.REST + row().notice() : row().orderingKey();
    }

    /** The delay that further attempts must mention; null = undecided, because no peer can have seen this one. */
    Long bound() {
        return peer == null || peer == Peer.UNKNOWN || peer == Peer.PARTLY
                ? Long.valueOf(item.lateBy())
                : row().lateBy();
    }
}
