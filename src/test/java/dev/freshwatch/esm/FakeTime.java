package dev.freshwatch.esm;

import dev.freshwatch.platform.PlatformClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes only when told to, or when somebody waits. */
final class FakeTime implements PlatformClock {

    static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

    private final AtomicLong nanos = new AtomicLong(5_000_000_000L);

    void pass(Duration length) {
        nanos.addAndGet(length.toNanos());
    }

    @Override
    public Instant now() {
        return START.plusNanos(nanos.get() - 5_000_000_000L);
    }

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public boolean pause(Duration length, CountDownLatch stop) {
        pass(length);
        return stop.getCount() == 0;
    }
}
