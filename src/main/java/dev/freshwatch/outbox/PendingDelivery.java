package dev.freshwatch.outbox;

import dev.freshwatch.alert.Kind;
import java.time.Instant;

/**
 * A row waiting for delivery. Its content is read only when its turn comes, because thousands can be waiting.
 *
 * @param seq           position in the order
 * @param orderingKey   rows with the same key are delivered in order: the id of the check, or of its platform
 * @param notice        id of the notice
 * @param check         id of the check
 * @param kind          kind of the notice
 * @param episode       episode of the notice
 * @param attempts      number of attempts so far
 * @param createdAt     when it was queued
 * @param nextAttemptAt earliest time of the next attempt; meaningless if attempts is 0
 * @param lateBy        the delay that every attempt must mention, in milliseconds, because one of them may have been
 *     accepted; 0 = none; null = not decided yet
 */
record PendingDelivery(
        long seq,
        String orderingKey,
        String notice,
        String check,
        Kind kind,
        String episode,
        int attempts,
        Instant createdAt,
        Instant nextAttemptAt,
        Long lateBy) {}
