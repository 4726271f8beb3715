package dev.freshwatch.esm;

import dev.freshwatch.platform.PlatformClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

/** Passes only when told to, even while somebody waits: clients that ask one after the other see the same ages. */
final class StillTime implements PlatformClock {

    private volatile Instant now = Instant.parse("2026-11-05T12:00:00Z");

    void pass(Duration length) {
        now = now.plus(length);
    }

    void set(Instant to) {
        now = to;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public long nanos() {
        return Duration.between(Instant.EPOCH, now).toNanos();
    }

    @Override
    public boolean pause(Duration length, CountDownLatch stop) {
        return stop.getCount() == 0;
    }
}
