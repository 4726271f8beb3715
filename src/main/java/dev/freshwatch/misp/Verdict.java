package dev.freshwatch.misp;

import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Answered;
import dev.freshwatch.freshness.Observation.Degraded;
import dev.freshwatch.freshness.Observation.Down;
import java.time.Duration;

/**
 * How the workers are, where that is known.
 *
 * @param text     one line of plain words
 * @param named    what is wrong, in words that stay the same as long as it does: the queues and how they are, without
 *                 process ids and counts; null = the text says it
 * @param healable whether restarting dead workers can make it good
 */
record Verdict(Level level, String text, String named, boolean healable, Duration elapsed) {

    /** One whose text says what is wrong, and nothing else. */
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

    /** @param remark is added to the text where it is not good */
    Observation observation(String remark) {
        return switch (level) {
            case GOOD -> new Answered(text, elapsed);
            case DEGRADED -> new Degraded(text + remark, named, elapsed);
            case DOWN -> new Down(text + remark, named, elapsed);
        };
    }
}
