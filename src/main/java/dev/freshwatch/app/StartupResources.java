package dev.freshwatch.app;

import dev.freshwatch.app.StartupException.EndedEarly;
import dev.freshwatch.config.Settings;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.StoreOpening;
import dev.freshwatch.web.HttpPages;
import dev.freshwatch.web.WebServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a watch needs before it can begin, and may have to wait for: its port for a little, its database for however long
 * that takes. Another watch on the same store ends the waiting at once.
 */
final class StartupResources implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StartupResources.class);

    /** A watch that has just been ended may hold it still; whatever else has it will not give it up by itself. */
    private static final Duration PORT_PATIENCE = Duration.ofSeconds(15);

    private static final Duration AGAIN = Duration.ofMillis(500);

    private final Settings settings;
    private final InstantSource clock;
    private volatile StoreOpening store;
    private final CompletableFuture<?> ended;
    private volatile String port;

    /** @param ended completes when nobody wants the watch any more */
    StartupResources(Settings settings, InstantSource clock, CompletableFuture<?> ended) {
        this.settings = settings;
        this.ended = ended;
        this.clock = clock;
    }

    /** Begins to open the store, beside everything else that starts: it takes most of a second. Before all below. */
    void begin() {
        store = StoreOpening.of(settings.state(), clock);
    }

    /** What is waited for, in one line; empty = nothing. Never waits. */
    Optional<String> waitsFor() {
        return Optional.ofNullable(port).or(store::waitsFor);
    }

    /** Why the store is waited for, in one line; empty = it is not. Never waits. */
    Optional<String> storeWaitsFor() {
        return store.waitsFor();
    }

    /** Opens the port. */
    WebServer web(HttpPages pages) throws Exception {
        long end = System.nanoTime() + PORT_PATIENCE.toNanos();
        while (true) {
            try {
                WebServer web = WebServer.open(settings.web(), pages);
                port = null;
                return web;
            } catch (WebServer.CanNotServe e) {
                if (!e.mayPass() || System.nanoTime() - end >= 0) {
                    throw e;
                }
                if (port == null) {
                    LOG.warn("{}. The watch waits for it for {} s", e.getMessage(), PORT_PATIENCE.toSeconds());
                }
                port = e.getMessage();
            }
            pause();
        }
    }

    private void pause() throws Exception {
        CompletableFuture<Store> failed = new CompletableFuture<>();
        store.store().whenComplete((opened, failure) -> {
            if (failure != null) {
                failed.completeExceptionally(failure);
            }
        });
        try {
            first(failed).get(AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.debug("Still waiting: {}", port);
        }
        endIfAsked();
    }

    /** The store, however long that takes. */
    Store store() throws Exception {
        first(store.store()).get();
        endIfAsked();
        return store.store().join();
    }

    private CompletableFuture<Object> first(CompletableFuture<?> other) {
        return CompletableFuture.anyOf(other, ended);
    }

    private void endIfAsked() throws EndedEarly {
        if (ended.isDone()) {
            throw new EndedEarly();
        }
    }

    /** The store, for those who cannot do anything without it. */
    Store join() {
        return store.store().join();
    }

    @Override
    public void close() {
        if (store != null) {
            store.close();
        }
    }
}
