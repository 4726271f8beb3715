package dev.freshwatch.outbox;

import dev.freshwatch.store.FencedOut;
import dev.freshwatch.store.StoreException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log that a sink waits for the store, at most once a minute. Not thread-safe. */
final class StoreComplaints {

    private static final Logger LOG = LoggerFactory.getLogger(StoreComplaints.class);

    private static final long EVERY = Duration.ofMinutes(1).toNanos();

    private final String sink;
    private long last = System.nanoTime() - EVERY;

    StoreComplaints(String sink) {
        this.sink = sink;
    }

    /** @param unwritten the number of outcomes that are not yet written */
    void of(StoreException failure, int unwritten) {
        if (failure instanceof FencedOut) {
            LOG.info("outbox:{}: {}", sink, failure.getMessage());
            return;
        }
        long now = System.nanoTime();
        if (now - last >= EVERY) {
            last = now;
            LOG.error(
                    "outbox:{} is waiting for the store: {}; {} outcomes not yet written",
                    sink,
                    failure.getMessage(),
                    unwritten);
        }
    }
}
