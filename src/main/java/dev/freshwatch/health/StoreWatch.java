package dev.freshwatch.health;

import dev.freshwatch.freshness.Ages;
import dev.freshwatch.outbox.DeliveryTable;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.StoreException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the store every two seconds on its own thread, so that nobody who asks for its status has to wait for it. */
public final class StoreWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoreWatch.class);

    private static final Duration EVERY = Duration.ofSeconds(2);
    /** Longer than a transaction can wait for the previous one. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final LongSupplier nanoTime;
    private final SinkWatch sinks;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread one = new Thread(task, "store-watch");
        one.setDaemon(true);
        return one;
    });
    private volatile long lookedAt;
    private volatile String trouble = "not open yet";

    /** @param sinks receives the backlog */
    public StoreWatch(LongSupplier nanoTime, SinkWatch sinks) {
        this.nanoTime = nanoTime;
        this.sinks = sinks;
        this.lookedAt = nanoTime.getAsLong();
    }

    /** Starts checking this store; it is not closed here. */
    public void start(Store store) {
        thread.scheduleWithFixedDelay(() -> look(store), 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look(Store store) {
        try {
            sinks.waiting(DeliveryTable.backlog(store));
            trouble = store.trouble().map(why -> "cannot be written: " + why).orElse(null);
        } catch (StoreException e) {
            trouble = "cannot be used" + store.trouble().map(why -> ": " + why).orElse("");
        } catch (RuntimeException e) {
            LOG.error("The store could not be checked", e);
            trouble = "could not be checked, see the log";
        }
        lookedAt = nanoTime.getAsLong();
    }

    /** The problem that the latest check found; empty = none. */
    public Optional<String> trouble() {
        Duration since = Duration.ofNanos(nanoTime.getAsLong() - lookedAt);
        return since.compareTo(PATIENCE) > 0
                ? Optional.of("has not answered for " + Ages.words(since))
                : Optional.ofNullable(trouble);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
