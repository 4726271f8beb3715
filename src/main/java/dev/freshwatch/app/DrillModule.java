package dev.freshwatch.app;

import dev.freshwatch.config.DrillSettings;
import dev.freshwatch.config.Settings;
import dev.freshwatch.drill.DrillSchedule;
import dev.freshwatch.drill.DrillService;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;

/** The part of the wiring that makes drills. */
final class DrillModule {

    /** So late at most is a drill. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private DrillModule() {}

    /** What {@code routes/drill.camel.yaml} calls by name. */
    static DrillService bind(CamelAssembly assembly, Settings settings, InstantSource clock) {
        DrillSettings every = settings.drill();
        DrillSchedule times =
                every == null ? null : new DrillSchedule(every.every(), every.at(), ZoneId.systemDefault());
        DrillService drills = new DrillService(clock, CamelAssembly.origin(settings), times);
        assembly.bind("drill", drills);
        return drills;
    }

    /** Drills that come by themselves. */
    static void addTimer(CamelAssembly assembly, Settings settings) throws Exception {
        if (settings.drill() != null) {
            assembly.add("drill-timer", "drill-timer", Map.of("every", LOOK_EVERY.toMillis()));
        }
    }
}
