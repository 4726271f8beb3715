package dev.freshwatch.freshness;

import java.time.Duration;
import java.util.stream.Stream;

/**
 * How old the newest record may be. A record exactly as old as a limit is still within it.
 *
 * @param warnAfter  an older record is a warning; null = no such limit
 * @param errorAfter an older record is critical; null = no such limit
 */
public record Limits(Duration warnAfter, Duration errorAfter) {

    public static final Limits NONE = new Limits(null, null);

    /** Returns the larger of the two limits, or zero if there is none. */
    public Duration largest() {
        return Stream.of(warnAfter, errorAfter)
                .filter(limit -> limit != null)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
