package dev.freshwatch.sim;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A simulated platform that takes its time. Who else waits by sleeping is named in the pom, where a static check holds it. */
public final class Pause {

    private Pause() {}

    /** @param length zero = not at all */
    public static void of(Duration length) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(length.toNanos());
    }
}
