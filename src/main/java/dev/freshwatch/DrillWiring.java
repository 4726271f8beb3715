package dev.freshwatch;

import dev.freshwatch.config.DrillSettings;
import dev.freshwatch.config.Settings;
import dev.freshwatch.notice.Notice.Origin;
import dev.freshwatch.self.DrillTimes;
import dev.freshwatch.self.Drills;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;

/** The part of the wiring that makes drills. */
final class DrillWiring {

    /** So late at most is a drill. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private DrillWiring() {}

    /** What {@code routes/drill.camel.yaml} calls by name. */
    static Drills bind(Wires wires, Settings settings, InstantSource clock) {
        Origin origin =
                new Origin(settings.instanceName(), ProcessHandle.current().pid());
        DrillSettings every = settings.drill();
        DrillTimes times = every == null ? null : new DrillTimes(every.every(), every.at(), ZoneId.systemDefault());
        Drills drills = new Drills(clock, origin, times);
        wires.bind("drill", drills);
        return drills;
    }

    /** Drills that come by themselves. */
    static void addTimer(Wires wires, Settings settings) throws Exception {
        if (settings.drill() != null) {
            wires.add("drill-timer", "drill-timer", Map.of("every", LOOK_EVERY.toMillis()));
        }
    }
}
