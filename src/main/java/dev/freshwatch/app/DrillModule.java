package dev.freshwatch.app;

import dev.freshwatch.config.DrillSettings;
import dev.freshwatch.drill.DrillSchedule;
import dev.freshwatch.drill.DrillService;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;

/** Creates drills, and the timer of scheduled ones. */
final class DrillModule implements AppModule {

    /** Maximum delay of a scheduled drill. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final CamelAssembly assembly;
    private final DrillService drills;

    DrillModule(CamelAssembly assembly) {
        this.assembly = assembly;
        DrillSettings every = assembly.settings().drill();
        DrillSchedule times =
                every == null ? null : new DrillSchedule(every.every(), every.at(), ZoneId.systemDefault());
        drills = new DrillService(assembly.clock(), assembly.origin(), times);
    }

    DrillService drills() {
        return drills;
    }

    @Override
    public void bind() {
        assembly.bind("drill", drills);
    }

    @Override
    public void begin(WatchContext watch) throws Exception {
        if (assembly.settings().drill() != null) {
            assembly.add("drill-timer", "drill-timer", Map.of("every", LOOK_EVERY.toMillis()));
        }
    }
}
