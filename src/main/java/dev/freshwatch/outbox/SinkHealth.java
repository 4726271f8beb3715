package dev.freshwatch.outbox;

import java.time.Instant;

/**
 * How a sink does.
 *
 * @param pending      how many notices wait
 * @param oldest       when the one that waits longest was put there; null = none waits
 * @param failingSince when the first of the tries began that have all failed since; null = the last one worked, or none
 *                     waits
 * @param reason       why the last of these failed; null where failingSince is
 * @param stuck        the notice that waits longest of those that were tried; null = none
 * @param refused      the latest notice that was given up; null = none of late
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
     * A notice in trouble.
     *
     * @param check  id of its check
     * @param at     when it was put there, or given up
     * @param reason one plain line
     */
    public record Trouble(String check, Instant at, String reason) {}
}
