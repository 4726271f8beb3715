package dev.freshwatch.sim;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A simulated platform that takes its time. Nothing else of ours waits by sleeping; a static check holds that. */
public final class Pause {

    private Pause() {}

    /** @param length zero = not at all */
    public static void of(Duration length) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(length.toNanos());
    }
}
