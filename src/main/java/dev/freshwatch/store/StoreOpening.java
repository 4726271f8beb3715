package dev.freshwatch.store;

import dev.freshwatch.config.StateSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the store of the watch on its own thread. A database that is temporarily unavailable is retried until it is
 * available: when a machine boots, the watch may start before its database.
 */
public final class StoreOpening implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoreOpening.class);

    private static final Duration AGAIN = Duration.ofSeconds(2);
    private static final Duration CLOSING = Duration.ofSeconds(15);

    private final Supplier<Store> tries;
    private final CompletableFuture<Store> store = new CompletableFuture<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile String waitsFor;

    private StoreOpening(Supplier<Store> tries) {
        this.tries = tries;
    }

    /** Starts opening the store. */
    public static StoreOpening of(StateSettings where, InstantSource clock) {
        return of(() -> Store.open(where, clock));
    }

    static StoreOpening of(Supplier<Store> tries) {
        StoreOpening startup = new StoreOpening(tries);
        Thread thread = new Thread(startup::open, "store-opening");
        thread.setDaemon(true);
        thread.start();
        return startup;
    }

    /** Completes when the store is open, or with a {@link StoreException} if waiting would not help. */
    public CompletableFuture<Store> store() {
        return store.copy();
    }

    /** Why the store is not open yet, in one line; empty = not waiting. Never blocks. */
    public Optional<String> waitsFor() {
        return Optional.ofNullable(waitsFor);
    }

    private void open() {
        try {
            while (closing.getCount() > 0) {
                try {
                    store.complete(tries.get());
                    reportAvailable();
                    return;
                } catch (StoreException e) {
                    if (!e.isAway()) {
                        throw e;
                    }
                    reportUnavailable(e.getMessage());
                }
                if (closing.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                    LOG.debug("No longer waiting for the store");
                }
            }
            store.cancel(false);
        } catch (InterruptedException | RuntimeException | Error e) {
            store.completeExceptionally(e);
        }
    }

    private void reportUnavailable(String why) {
        if (!why.equals(waitsFor)) {
            LOG.error("{}; waiting for it, nothing is watched until then", why);
        }
        waitsFor = why;
    }

    private void reportAvailable() {
        if (waitsFor != null) {
            LOG.info("The store is available");
        }
        waitsFor = null;
    }

    /** Stops trying to open the store, or closes it. An attempt that hangs is ignored: it ends with the process. */
    @Override
    public void close() {
        closing.countDown();
        CompletableFuture<Void> closed = store.thenAccept(Store::close);
        try {
            closed.get(waitsFor == null ? CLOSING.toMillis() : 0, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("No store to close: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
