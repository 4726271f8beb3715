package dev.freshwatch.outbox;

import java.time.Instant;

/**
 * The notices waiting for a sink.
 *
 * @param pending how many, at least one
 * @param oldest  when the oldest of them was queued
 */
public record SinkBacklog(String sink, long pending, Instant oldest) {}
