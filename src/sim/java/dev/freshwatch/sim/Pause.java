package dev.freshwatch.sim;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Delays of simulated platforms. A static check allows sleeping only here and in the classes listed in the pom. */
public final class Pause {

    private Pause() {}

    /** @param length zero = no delay */
    public static void of(Duration length) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(length.toNanos());
    }
}
