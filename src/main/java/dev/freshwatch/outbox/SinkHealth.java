package dev.freshwatch.outbox;

import java.time.Instant;

/**
 * The health of a sink.
 *
 * @param pending      number of waiting notices
 * @param oldest       when the oldest of them was queued; null = none waiting
 * @param failingSince start of the first of the attempts that have failed without interruption; null = the last one
 *     succeeded, or none waiting
 * @param reason       why the last of these attempts failed; null if failingSince is
 * @param stuck        the oldest waiting notice that was attempted; null = none
 * @param refused      the latest notice that was given up; null = none recently
 */
public record SinkHealth(
        String sink,
        long pending,
        Instant oldest,
        Instant failingSince,
        String reason,
        Trouble stuck,
        Trouble refused) {

    /**
     * A notice that was not delivered.
     *
     * @param check  id of its check
     * @param at     when it was queued, or given up
     * @param reason one plain line
     */
    public record Trouble(String check, Instant at, String reason) {}
}
