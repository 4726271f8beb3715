package dev.freshwatch.outbox;

import dev.freshwatch.outbox.FailureRule.Peer;

/**
 * The delivery status of a notice in one sink.
 *
 * @param settled  whether the status is final: delivered, failed or withdrawn
 * @param accepted whether the sink accepted it
 * @param peer     what the peer did at the last failed attempt; null = not attempted yet, or accepted
 * @param attempts number of attempts
 * @param reason   why the last attempt failed, or why the notice was withdrawn; one plain line, or null
 */
public record DeliveryStatus(String sink, boolean settled, boolean accepted, Peer peer, int attempts, String reason) {}
