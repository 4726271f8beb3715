package dev.freshwatch.outbox;

import java.time.Instant;

/**
 * How a try ended, to be written to its row.
 *
 * @param row     as it was before the try
 * @param state   what it is now
 * @param at      when the try ended
 * @param retryAt when it is due again; at where it is not
 * @param reason  why it failed, one plain line; null where it was delivered
 */
record Mark(Waiting row, Deliveries.State state, Instant at, Instant retryAt, String reason) {}
