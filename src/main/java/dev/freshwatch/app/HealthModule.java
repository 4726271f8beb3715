package dev.freshwatch.app;

import dev.freshwatch.health.SinkChecks;
import dev.freshwatch.health.StoreCheck;
import dev.freshwatch.outbox.SinkHealthQuery;
import java.time.Duration;
import java.util.Map;

/** The checks of Freshwatch itself, and their timers. */
record HealthModule(CamelAssembly assembly) implements AppModule {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(15);

    /** Costs nothing while all is well, because nothing is read. */
    private static final Duration STORE_EVERY = Duration.ofSeconds(5);

    @Override
    public void begin(WatchContext watch) throws Exception {
        Duration reportAfter = assembly.settings().outbox().reportAfter();
        SinkHealthQuery sinks = new SinkHealthQuery(watch.store());
        assembly.bind(
                "sinkChecks",
                new SinkChecks(sinks::at, sinks::inTrouble, watch.outbox()::read, reportAfter, assembly.clock()));
        assembly.bind("storeCheck", new StoreCheck(watch.store(), assembly.clock()));
        assembly.add(
                "self-sinks", "self-sinks", Map.of("every", every(reportAfter).toMillis()));
        assembly.add("self-store", "self-store", Map.of("every", STORE_EVERY.toMillis()));
    }

    /** Checks more often if failures must be reported soon. */
    private static Duration every(Duration reportAfter) {
        Duration quarter = reportAfter.dividedBy(4);
        return quarter.compareTo(LOOK_EVERY) < 0 ? quarter.plusMillis(1) : LOOK_EVERY;
    }
}
