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
 * @param healable whether restarting dead workers can make it good
 */
record Verdict(Level level, String text, boolean healable, Duration elapsed) {

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
            case DEGRADED -> new Degraded(text + remark, elapsed);
            case DOWN -> new Down(text + remark, elapsed);
        };
    }
}
