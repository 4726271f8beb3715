package dev.freshwatch.misp;

import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Answered;
import dev.freshwatch.freshness.Observation.Degraded;
import dev.freshwatch.freshness.Observation.Down;
import java.time.Duration;

/**
 * The judged state of the workers.
 *
 * @param text     one line of plain text
 * @param named    the cause, in words that do not change while it lasts: the queues and their states, without process
 *                 ids and counts; null = derived from the text
 * @param healable whether restarting dead workers can help
 */
record Verdict(Level level, String text, String named, boolean healable, Duration elapsed) {

    /** A verdict whose text is also its cause. */
    Verdict(Level level, String text, boolean healable, Duration elapsed) {
        this(level, text, text, healable, elapsed);
    }

    enum Level {
        GOOD,
        DEGRADED,
        DOWN
    }

    boolean isGood() {
        return level == Level.GOOD;
    }

    Observation observation() {
        return observation("");
    }

    /** @param remark added to the text unless the state is good */
    Observation observation(String remark) {
        return switch (level) {
            case GOOD -> new Answered(text, elapsed);
            case DEGRADED -> new Degraded(text + remark, named, elapsed);
            case DOWN -> new Down(text + remark, named, elapsed);
        };
    }
}
