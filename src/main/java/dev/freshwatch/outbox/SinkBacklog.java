package dev.freshwatch.outbox;

import java.time.Instant;

/**
 * What waits for a sink.
 *
 * @param pending how many notices, at least one
 * @param oldest  when the one that waits longest was put there
 */
public record SinkBacklog(String sink, long pending, Instant oldest) {}
