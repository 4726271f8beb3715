package dev.freshwatch.outbox;

import dev.freshwatch.outbox.FailureRule.Peer;

/**
 * What has become of a notice in one sink.
 *
 * @param settled  whether that is final: delivered, given up or withdrawn
 * @param accepted whether the sink has taken it
 * @param peer     what the other side did at the last try that failed; null = it was not tried yet, or accepted
 * @param attempts how often it was tried
 * @param reason   why the last try failed, or why it was withdrawn; one plain line, or null
 */
public record DeliveryStatus(String sink, boolean settled, boolean accepted, Peer peer, int attempts, String reason) {}
