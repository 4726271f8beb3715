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
 * The store of the watch while it is being opened, on a thread of its own. A database that is away for now is tried again
 * until it is there: a machine that starts has its watch before its database, and nobody to start it once more.
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

    /** Begins. */
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

    /** The store, once it is open; or a {@link StoreException} where waiting would not help. */
    public CompletableFuture<Store> store() {
        return store.copy();
    }

    /** What is waited for, in one line; empty = nothing. Never waits. */
    public Optional<String> waitsFor() {
        return Optional.ofNullable(waitsFor);
    }

    private void open() {
        try {
            while (closing.getCount() > 0) {
                try {
                    store.complete(tries.get());
                    tellThatItIsThere();
                    return;
                } catch (StoreException e) {
                    if (!e.isAway()) {
                        throw e;
                    }
                    tell(e.getMessage());
                }
                if (closing.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                    LOG.debug("The store is not waited for any more");
                }
            }
            store.cancel(false);
        } catch (InterruptedException | RuntimeException | Error e) {
            store.completeExceptionally(e);
        }
    }

    private void tell(String why) {
        if (!why.equals(waitsFor)) {
            LOG.error("{}; the watch waits for it, and watches nothing until then", why);
        }
        waitsFor = why;
    }

    private void tellThatItIsThere() {
        if (waitsFor != null) {
            LOG.info("The store is there");
        }
        waitsFor = null;
    }

    /** Opens it no more, or closes it. A try that hangs is left alone: it ends with the process. */
    @Override
    public void close() {
        closing.countDown();
        CompletableFuture<Void> closed = store.thenAccept(Store::close);
        try {
            closed.get(waitsFor == null ? CLOSING.toMillis() : 0, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("There was no store to close: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
