package dev.freshwatch.app;

import dev.freshwatch.config.Settings;
import dev.freshwatch.health.SinkChecks;
import dev.freshwatch.health.StoreCheck;
import dev.freshwatch.outbox.OutboxComponent;
import dev.freshwatch.outbox.SinkHealthQuery;
import dev.freshwatch.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** The part of the wiring with which Freshwatch watches itself. */
final class HealthModule {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(15);

    /** Costs nothing while all is well: nothing is read. */
    private static final Duration STORE_EVERY = Duration.ofSeconds(5);

    private HealthModule() {}

    /** What {@code routes/self.camel.yaml} calls by name. */
    static void bind(
            CamelAssembly assembly, Settings settings, Store store, OutboxComponent outbox, InstantSource clock) {
        SinkHealthQuery look = new SinkHealthQuery(store);
        assembly.bind(
                "sinkChecks",
                new SinkChecks(
                        look::at,
                        look::inTrouble,
                        outbox::read,
                        settings.outbox().reportAfter(),
                        clock));
        assembly.bind("storeCheck", new StoreCheck(store, clock));
    }

    static void addTimers(CamelAssembly assembly, Settings settings) throws Exception {
        assembly.add("self-sinks", "self-sinks", Map.of("every", every(settings).toMillis()));
        assembly.add("self-store", "self-store", Map.of("every", STORE_EVERY.toMillis()));
    }

    /** Where failures are to be told soon, it looks more often. */
    private static Duration every(Settings settings) {
        Duration quarter = settings.outbox().reportAfter().dividedBy(4);
        return quarter.compareTo(LOOK_EVERY) < 0 ? quarter.plusMillis(1) : LOOK_EVERY;
    }
}
