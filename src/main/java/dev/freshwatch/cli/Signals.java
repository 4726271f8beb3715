package dev.freshwatch.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command end well on SIGTERM and SIGINT: a JVM that a signal ends would exit with 143 or 130, and would not wait
 * for what is still to be closed.
 */
final class Signals implements AutoCloseable {

    /** Longer than everything that {@code close} of a watch waits for, shorter than the patience of systemd (90 s). */
    private static final Duration CLOSING = Duration.ofSeconds(40);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::onSignal, "signals");

    /** Takes signals from now on. */
    Signals() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Waits for a signal.
     *
     * @param atMost null = without a limit
     * @return false when the time was over first
     */
    boolean await(Duration atMost) throws InterruptedException {
        if (atMost == null) {
            asked.await();
            return true;
        }
        return asked.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Everything is closed: the process may end. */
    @Override
    public void close() {
        closed.countDown();
        if (asked.getCount() > 0) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }

    private void onSignal() {
        asked.countDown();
        try {
            if (!closed.await(CLOSING.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("freshwatch: closing took longer than " + CLOSING.toSeconds() + " s; ending now");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(0);
    }
}
