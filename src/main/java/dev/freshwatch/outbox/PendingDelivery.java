package dev.freshwatch.outbox;

import dev.freshwatch.alert.Kind;
import java.time.Instant;

/**
 * A row that waits for its sink. What it is to deliver is read when its turn comes: thousands can wait.
 *
 * @param seq           place in the order
 * @param orderingKey          what it is in order with: the id of its check, or of its platform
 * @param notice        id of its notice
 * @param check         id of its check
 * @param kind          of its notice
 * @param episode       of its notice
 * @param attempts      how often it was tried
 * @param createdAt     when it was put there
 * @param nextAttemptAt not to be tried before; meaningless where attempts is 0
 * @param lateBy        what every try of it says of how late it is, in milliseconds, because one of them may have
 *                      been taken; 0 = nothing; null = that is still open
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
