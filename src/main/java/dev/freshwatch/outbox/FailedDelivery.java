package dev.freshwatch.outbox;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.freshness.CheckId;
import java.time.Instant;

/**
 * A notice that a sink never took.
 *
 * @param notice   its id
 * @param attempts how often it was tried
 * @param at       when it was given up
 * @param reason   why, one plain line
 */
public record FailedDelivery(
        String sink, String notice, CheckId check, Kind kind, int attempts, Instant at, String reason) {}
