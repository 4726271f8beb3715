package dev.freshwatch.freshness;

import java.time.Duration;
import java.util.stream.Stream;

/**
 * How old the newest record may be. A record exactly as old as a limit is still within it.
 *
 * @param warnAfter  older than this is a warning; null = no such level
 * @param errorAfter older than this is critical; null = no such level
 */
public record Limits(Duration warnAfter, Duration errorAfter) {

    public static final Limits NONE = new Limits(null, null);

    /** The larger of the two limits, or zero where there is none. */
    public Duration largest() {
        return Stream.of(warnAfter, errorAfter)
                .filter(limit -> limit != null)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
