package dev.freshwatch.platform;

import dev.freshwatch.freshness.Ages;
import java.time.Duration;
import java.util.Locale;

/**
 * The end of a time limit, by the monotonic clock.
 *
 * @param endNanos the end, as a reading of {@link PlatformClock#nanos}
 * @param length   the original length of the limit, for messages
 * @param why      where the limit comes from, for messages
 */
public record Deadline(PlatformClock time, long endNanos, Duration length, String why) {

    public static Deadline in(PlatformClock time, Duration length, String why) {
        return new Deadline(time, time.nanos() + length.toNanos(), length, why);
    }

    /** Returns the remaining time; zero when it is over, never negative. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, endNanos - time.nanos()));
    }

    public boolean isOver() {
        return endNanos - time.nanos() <= 0;
    }

    /** Returns the same limit, ending earlier by this much. */
    public Deadline earlier(Duration by) {
        return new Deadline(time, endNanos - by.toNanos(), length, why);
    }

    /** Returns the deadline that ends first. */
    public Deadline orSooner(Deadline other) {
        return other.endNanos - endNanos < 0 ? other : this;
    }

    /** Returns a text such as {@code event query not complete within 2.4 s (its share of the cycle)}. */
    public String exceeded(String what) {
        return String.format(Locale.ROOT, "%s not complete within %s (%s)", what, seconds(length), why);
    }

    /** Keeps one decimal below ten seconds, unless it is zero. */
    private static String seconds(Duration length) {
        long millis = Math.max(0, length.toMillis());
        if (millis < 10_000 && millis % 1000 != 0) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        }
        return Ages.limit(length);
    }
}
