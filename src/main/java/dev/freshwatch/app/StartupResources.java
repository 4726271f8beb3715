package dev.freshwatch.app;

import dev.freshwatch.app.StartupException.EndedEarly;
import dev.freshwatch.config.Settings;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.StoreOpening;
import dev.freshwatch.web.HttpPages;
import dev.freshwatch.web.WebServer;
import dev.freshwatch.web.WebSite;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a watch needs before it can start and may have to wait for: its port, briefly, and its database, without limit.
 * If another watch uses the store, waiting ends at once.
 */
final class StartupResources implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StartupResources.class);

    /** A watch that was just stopped may still hold the port; any other process will not release it by itself. */
    private static final Duration PORT_PATIENCE = Duration.ofSeconds(15);

    private static final Duration AGAIN = Duration.ofMillis(500);

    private final Settings settings;
    private final InstantSource clock;
    private volatile StoreOpening store;
    private final CompletableFuture<?> ended;
    private volatile String port;

    /** @param ended completes when the watch must stop */
    StartupResources(Settings settings, InstantSource clock, CompletableFuture<?> ended) {
        this.settings = settings;
        this.ended = ended;
        this.clock = clock;
    }

    /**
     * Starts opening the store in parallel with the rest of the start, because it takes almost a second. Call first.
     */
    void begin() {
        store = StoreOpening.of(settings.state(), clock);
    }

    /** What the start is waiting for, in one line; empty = nothing. Never blocks. */
    Optional<String> waitsFor() {
        return Optional.ofNullable(port).or(store::waitsFor);
    }

    /** Why the start is waiting for the store, in one line; empty = it is not. Never blocks. */
    Optional<String> storeWaitsFor() {
        return store.waitsFor();
    }

    /** Opens the port. */
    WebServer web(HttpPages observe, WebSite site) throws Exception {
        long end = System.nanoTime() + PORT_PATIENCE.toNanos();
        while (true) {
            try {
                WebServer web = WebServer.open(settings.web(), observe, site);
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

    /** Returns the store, waiting as long as it takes. */
    Store store() throws Exception {
        first(store.store()).get();
        endIfAsked();
        return store.store().join();
    }

    private CompletableFuture<Object> first(CompletableFuture<?> other) {
        return CompletableFuture.anyOf(other, ended);
    }

    /** Runs this when the watch must stop, at once if that is so now. */
    void onEnd(Runnable what) {
        ended.whenComplete((ignored, failure) -> what.run());
    }

    /** @throws EndedEarly if the watch must stop */
    void endIfAsked() throws EndedEarly {
        if (ended.isDone()) {
            throw new EndedEarly();
        }
    }

    /** Returns the store if it is open. Never blocks. */
    Optional<Store> opened() {
        CompletableFuture<Store> opening = store.store();
        return opening.isDone() && !opening.isCompletedExceptionally() ? Optional.of(opening.join()) : Optional.empty();
    }

    /** Returns the store, for callers that can do nothing without it. */
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
