package dev.freshwatch.setup;

import java.time.Duration;
import java.util.Locale;

/** The load that a watch puts on an ESM. */
public final class PlatformLoad {

    /** The default interval of cycles ({@code esm.<name>.every}). */
    private static final Duration EVERY = Duration.ofMinutes(10);

    /** Alarms and clock. */
    private static final int FOR_ALL = 2;

    /** Submit, up to two polls, result and close. */
    private static final int FOR_EACH_RECEIVER = 5;

    /** Above this, each query of a cycle must take less than a second or so, two at a time. */
    private static final int MANY = 600;

    private PlatformLoad() {}

    /** {@code 4 Receivers every 10 min: 24 event queries an hour, about 132 requests; 2 queries at a time at most}. */
    public static String words(int receivers) {
        long cycles = Duration.ofHours(1).dividedBy(EVERY);
        return String.format(
                Locale.ROOT,
                "%d %s every %d min: %d event queries an hour, about %d requests; at most 2 queries at a time",
                receivers,
                receivers == 1 ? "Receiver" : "Receivers",
                EVERY.toMinutes(),
                receivers * cycles,
                (FOR_ALL + (long) FOR_EACH_RECEIVER * receivers) * cycles);
    }

    /** Whether this is so much that a cycle may take longer than its interval. */
    public static boolean isMuch(int receivers) {
        return receivers > MANY;
    }
}
