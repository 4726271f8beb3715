package dev.freshwatch.outbox;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.freshness.CheckId;
import java.time.Instant;

/**
 * A notice that was given up without being delivered to a sink.
 *
 * @param notice   its id
 * @param attempts number of attempts
 * @param at       when it was given up
 * @param reason   why, one plain line
 */
public record FailedDelivery(
        String sink, String notice, CheckId check, Kind kind, int attempts, Instant at, String reason) {}
