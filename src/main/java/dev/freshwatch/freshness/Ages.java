package dev.freshwatch.freshness;

import java.time.Duration;

/** Formats durations for people; rounded down. */
public final class Ages {

    private Ages() {}

    /**
     * Formats an age: {@code 95 s}, {@code 47 min}, {@code 5 h 12 min}, {@code 3 d 4 h}. Negative durations count as
     * zero.
     */
    public static String words(Duration age) {
        long seconds = Math.max(0, age.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        long minutes = seconds / 60;
        if (minutes < 120) {
            return minutes + " min";
        }
        long hours = minutes / 60;
        if (hours < 48) {
            return two(hours, "h", minutes % 60, "min");
        }
        return two(hours / 24, "d", hours % 24, "h");
    }

    /**
     * Formats a configured limit, exact to the second: {@code 20 min}, {@code 90 s}, {@code 1 h 30 min}, {@code 2 d}.
     */
    public static String limit(Duration limit) {
        long seconds = limit.toSeconds();
        if (seconds % 60 != 0 || seconds == 0) {
            return seconds + " s";
        }
        long minutes = seconds / 60;
        if (minutes < 60) {
            return minutes + " min";
        }
        long hours = minutes / 60;
        if (hours < 24 || minutes % 60 != 0) {
            return two(hours, "h", minutes % 60, "min");
        }
        return two(hours / 24, "d", hours % 24, "h");
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }
}
