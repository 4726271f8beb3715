package dev.freshwatch.outbox;

import dev.freshwatch.outbox.FailureRule.Peer;
import java.time.Instant;

/**
 * How a try ended, to be written to its row.
 *
 * @param item  what was tried
 * @param state   what its row is now
 * @param peer    what the peer did; null = it accepted
 * @param begunAt when the try began
 * @param at      when it ended
 * @param retryAt when it is due again; at where it is not
 * @param asked   whether the sink itself asked for that pause
 * @param reason  why it failed, one plain line; null where it was delivered
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

    /** What is left of a notice that some have is in order with nothing: it must not keep the others from the next. */
    String orderingKey() {
        return peer == Peer.PARTLY ? OrderingKeys.REST + row().notice() : row().orderingKey();
    }

    /** What further tries are bound to say of how late they are; null = nothing, since nobody can have this one. */
    Long bound() {
        return peer == null || peer == Peer.UNKNOWN || peer == Peer.PARTLY
                ? Long.valueOf(item.lateBy())
                : row().lateBy();
    }
}
