package dev.freshwatch.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** For how long a dispatcher has been at one step: not while it waits, however long that is. */
class DispatcherSignalsTest {

    private final DispatcherSignals signals = new DispatcherSignals();

    @Test
    void itIsBusyFromWhatItTakesToWhereItWaits() throws Exception {
        assertThat(signals.busy()).as("it has not begun").isZero();
        signals.take();
        await().until(() -> signals.busy().compareTo(Duration.ofMillis(5)) > 0);

        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> {
            try {
                signals.await(Duration.ofHours(1).toNanos());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> signals.busy().isZero());

        signals.newRows(Set.of());
        waiting.join();
        await().until(() -> !signals.busy().isZero());
    }
}
