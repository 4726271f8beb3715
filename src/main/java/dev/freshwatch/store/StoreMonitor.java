package dev.freshwatch.store;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Checks an open store once a second, on its own thread. */
final class StoreMonitor implements Runnable, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoreMonitor.class);
    private static final long EVERY = Duration.ofSeconds(1).toMillis();

    private final Store store;
    private boolean closing;
    private boolean complained;
    private Thread thread;

    private StoreMonitor(Store store) {
        this.store = store;
    }

    static StoreMonitor of(Store store) {
        StoreMonitor monitor = new StoreMonitor(store);
        monitor.thread = new Thread(monitor, "store-monitor");
        monitor.thread.setDaemon(true);
        monitor.thread.start();
        return monitor;
    }

    @Override
    public void run() {
        try {
            while (pause()) {
                check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void check() {
        try {
            if (!store.check()) {
                return;
            }
            if (complained) {
                LOG.info("The store can be used again");
            }
            complained = false;
        } catch (StoreException e) {
            LOG.atLevel(complained ? Level.DEBUG : Level.ERROR).log("{}; retrying", e.getMessage());
            complained = true;
        } catch (RuntimeException e) {
            LOG.error("The store could not be checked; trying again in a second", e);
        }
    }

    /** Returns false once the store is being closed. */
    private synchronized boolean pause() throws InterruptedException {
        long end = System.nanoTime() + EVERY * 1_000_000;
        for (long left = EVERY; !closing && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        return !closing;
    }

    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        try {
            thread.join(Store.PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
