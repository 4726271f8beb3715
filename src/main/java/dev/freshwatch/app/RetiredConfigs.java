package dev.freshwatch.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Former configurations. Each is closed once everything that it started has ended, and after a while in any case.
 */
final class RetiredConfigs implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RetiredConfigs.class);

    /** The maximum number at a time, because each has its memory and threads. */
    private static final int MOST = 3;

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    /** Answers of services are gathered for half a second before they are judged. */
    private static final Duration IDLE_FOR = Duration.ofMillis(1_500);
    /** Longer than a delivery may take. */
    private static final Duration LEAST = Duration.ofMinutes(3);

    private static final Duration ENDING = Duration.ofSeconds(20);

    private final List<Thread> closing = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    /**
     * Closes this one when it is idle.
     *
     * @param afterwards run after that
     */
    synchronized void add(ActiveConfig config, Runnable afterwards) {
        start(() -> {
            awaitIdle(config);
            config.close();
            afterwards.run();
        });
    }

    /** Closes one that has never been in force. */
    synchronized void discard(ActiveConfig config) {
        start(config::close);
    }

    private void start(Runnable work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        LOG.error("An earlier configuration could not be closed", e);
                    } finally {
                        left(Thread.currentThread());
                    }
                },
                "earlier-config");
        thread.setDaemon(true);
        closing.add(thread);
        thread.start();
    }

    private synchronized void left(Thread thread) {
        closing.remove(thread);
        notifyAll();
    }

    /** Waits until there are fewer than the maximum. */
    synchronized void awaitRoom() {
        try {
            while (closing.size() >= MOST && ended.getCount() > 0) {
                wait(LOOK_EVERY.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitIdle(ActiveConfig config) {
        long begun = System.nanoTime();
        long idleSince = begun;
        Duration most = config.longestCycle().compareTo(LEAST) < 0 ? LEAST : config.longestCycle();
        try {
            while (System.nanoTime() - idleSince < IDLE_FOR.toNanos()) {
                if (ended.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                if (!config.isIdle()) {
                    idleSince = System.nanoTime();
                    if (idleSince - begun > most.toNanos()) {
                        LOG.warn("An earlier configuration has not finished its work, which is abandoned");
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops waiting. */
    void stopWaiting() {
        ended.countDown();
    }

    /** Closes all of them now. */
    @Override
    public void close() {
        stopWaiting();
        long end = System.nanoTime() + ENDING.toNanos();
        synchronized (this) {
            try {
                long left = ENDING.toMillis();
                while (!closing.isEmpty() && left > 0) {
                    wait(left);
                    left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
