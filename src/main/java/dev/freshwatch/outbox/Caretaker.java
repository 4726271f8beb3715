package dev.freshwatch.outbox;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Looks after an open store, once a second, on a thread of its own. */
final class Caretaker implements Runnable, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Caretaker.class);
    private static final long EVERY = Duration.ofSeconds(1).toMillis();

    private final Store store;
    private boolean closing;
    private boolean complained;
    private Thread thread;

    private Caretaker(Store store) {
        this.store = store;
    }

    static Caretaker of(Store store) {
        Caretaker caretaker = new Caretaker(store);
        caretaker.thread = new Thread(caretaker, "store-caretaker");
        caretaker.thread.setDaemon(true);
        caretaker.thread.start();
        return caretaker;
    }

    @Override
    public void run() {
        try {
            while (pause()) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            if (!store.look()) {
                return;
            }
            if (complained) {
                LOG.info("The store can be used again");
            }
            complained = false;
        } catch (StoreUnavailable e) {
            LOG.atLevel(complained ? Level.DEBUG : Level.ERROR).log("{}; tried again until it can", e.getMessage());
            complained = true;
        } catch (RuntimeException e) {
            LOG.error("The store could not be looked after, and is again in a second", e);
        }
    }

    /** @return false once it is being closed */
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
