package dev.freshwatch.esm;

import dev.freshwatch.freshness.Ages;
import dev.freshwatch.freshness.Reason;
import java.time.Duration;
import java.util.Locale;

/**
 * The end of a time limit, by the monotonic clock.
 *
 * @param length how long it was when it began, for messages
 * @param why    where the limit comes from, for messages
 */
record Deadline(OurTime time, long endNanos, Duration length, String why) {

    static Deadline in(OurTime time, Duration length, String why) {
        return new Deadline(time, time.nanos() + length.toNanos(), length, why);
    }

    /** What is left; zero or negative when it is over. */
    Duration remaining() {
        return Duration.ofNanos(endNanos - time.nanos());
    }

    boolean isOver() {
        return endNanos - time.nanos() <= 0;
    }

    /** The same limit, ended earlier by this much. */
    Deadline earlier(Duration by) {
        return new Deadline(time, endNanos - by.toNanos(), length, why);
    }

    /** The one of the two that ends first. */
    Deadline orSooner(Deadline other) {
        return other.endNanos - endNanos < 0 ? other : this;
    }

    /** {@code event query not complete within 2.4 s (its share of the cycle)}. */
    EsmTrouble over(String what) {
        return new EsmTrouble(
                Reason.TIMEOUT,
                String.format(Locale.ROOT, "%s not complete within %s (%s)", what, seconds(length), why));
    }

    /** A duration for messages; below ten seconds with one decimal where it has one. */
    static String seconds(Duration length) {
        long millis = Math.max(0, length.toMillis());
        if (millis < 10_000 && millis % 1000 != 0) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        }
        return Ages.limit(length);
    }
}
