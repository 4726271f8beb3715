package dev.freshwatch.outbox;

import dev.freshwatch.freshness.Ages;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Time limits of the outbox.
 *
 * @param firstPause pause after the first failed attempt; doubled after each further one
 * @param maxPause   longest pause between two attempts ({@code outbox.max-pause}), unless the sink asks for a longer
 *     one
 * @param keepFor    how long delivery of a notice is attempted ({@code outbox.keep-for})
 * @param tryLimit   how long one attempt may take
 * @param stopWait   how long a stop waits for running attempts
 * @param remember   how long settled deliveries, their notices and closed episodes are kept
 */
public record OutboxTimes(
        Duration firstPause,
        Duration maxPause,
        Duration keepFor,
        Duration tryLimit,
        Duration stopWait,
        Duration remember) {

    /** The longest pause that a sink can ask for. */
    static final Duration MAX_RETRY_AFTER = Duration.ofHours(1);

    public static final OutboxTimes DEFAULT = new OutboxTimes(
            Duration.ofSeconds(1),
            Duration.ofMinutes(2),
            Duration.ofDays(7),
            Duration.ofMinutes(2),
            Duration.ofSeconds(3),
            Duration.ofDays(30));

    /**
     * The pause after this many failures in a row: doubled each time up to the maximum, then shortened at random by up
     * to a fifth, so that many instances do not retry at the same moment.
     *
     * @param failures at least 1
     * @param asked    the pause that the sink asked for; null = none
     */
    Duration pause(int failures, Duration asked, RandomGenerator random) {
        double doubled = firstPause.toMillis() * Math.pow(2, failures - 1.0);
        double millis = Math.min(doubled, maxPause.toMillis()) * (1 - random.nextDouble() / 5);
        Duration own = Duration.ofMillis((long) millis);
        if (asked == null || asked.compareTo(own) <= 0) {
            return own;
        }
        return asked.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : asked;
    }

    /** Returns a copy with the limits that an operator can set. */
    public OutboxTimes with(Duration longestPause, Duration kept) {
        return new OutboxTimes(firstPause, longestPause, kept, tryLimit, stopWait, remember);
    }

    Duration longestPause() {
        return maxPause.compareTo(MAX_RETRY_AFTER) > 0 ? maxPause : MAX_RETRY_AFTER;
    }

    OutboxTimes withTryLimit(Duration limit) {
        return new OutboxTimes(firstPause, maxPause, keepFor, limit, stopWait, remember);
    }

    String keptFor() {
        return "kept for " + Ages.limit(keepFor);
    }
}
