package dev.freshwatch.outbox;

import java.time.Instant;

/**
 * A row that waits for its sink.
 *
 * @param seq           place in the order
 * @param check         id of its check
 * @param attempts      how often it was tried
 * @param createdAt     when it was put there
 * @param nextAttemptAt not to be tried before; meaningless where attempts is 0
 * @param payload       the notice, as {@link NoticeJson} wrote it
 */
record Waiting(long seq, String check, int attempts, Instant createdAt, Instant nextAttemptAt, String payload) {}
