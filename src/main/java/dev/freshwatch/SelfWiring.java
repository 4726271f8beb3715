package dev.freshwatch;

import dev.freshwatch.config.Settings;
import dev.freshwatch.outbox.OutboxComponent;
import dev.freshwatch.outbox.SinkLook;
import dev.freshwatch.outbox.Store;
import dev.freshwatch.self.SinkChecks;
import dev.freshwatch.self.StoreCheck;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** The part of the wiring with which Freshwatch watches itself. */
final class SelfWiring {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(15);

    /** Costs nothing while all is well: nothing is read. */
    private static final Duration STORE_EVERY = Duration.ofSeconds(5);

    private SelfWiring() {}

    /** What {@code routes/self.camel.yaml} calls by name. */
    static void bind(Wires wires, Settings settings, Store store, OutboxComponent outbox, InstantSource clock) {
        SinkLook look = new SinkLook(store);
        wires.bind(
                "sinkChecks",
                new SinkChecks(
                        look::at,
                        look::inTrouble,
                        outbox::read,
                        settings.outbox().reportAfter(),
                        clock));
        wires.bind("storeCheck", new StoreCheck(store, clock));
    }

    static void addTimers(Wires wires, Settings settings) throws Exception {
        wires.add("self-sinks", "self-sinks", Map.of("every", every(settings).toMillis()));
        wires.add("self-store", "self-store", Map.of("every", STORE_EVERY.toMillis()));
    }

    /** Where failures are to be told soon, it looks more often. */
    private static Duration every(Settings settings) {
        Duration quarter = settings.outbox().reportAfter().dividedBy(4);
        return quarter.compareTo(LOOK_EVERY) < 0 ? quarter.plusMillis(1) : LOOK_EVERY;
    }
}
