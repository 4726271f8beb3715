package dev.freshwatch.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * The ESM's relative time ranges, by their exact names, shortest first (help of API v1 and v2). Calendar ranges ({@code
 * CURRENT_DAY} and the like) are not included: just after midnight they are nearly empty.
 */
public enum Window {
    LAST_MINUTE(Duration.ofMinutes(1)),
    LAST_10_MINUTES(Duration.ofMinutes(10)),
    LAST_30_MINUTES(Duration.ofMinutes(30)),
    LAST_HOUR(Duration.ofHours(1)),
    LAST_24_HOURS(Duration.ofHours(24)),
    LAST_2_DAYS(Duration.ofDays(2)),
    LAST_3_DAYS(Duration.ofDays(3));

    /** Used to look for a record if the first window was empty. */
    public static final Window WIDER_LOOK = LAST_3_DAYS;

    private final Duration length;

    Window(Duration length) {
        this.length = length;
    }

    public Duration length() {
        return length;
    }

    /** The shortest window of at least this length; empty if none is that long. */
    public static Optional<Window> atLeast(Duration length) {
        return Arrays.stream(values())
                .filter(window -> window.length.compareTo(length) >= 0)
                .findFirst();
    }
}
