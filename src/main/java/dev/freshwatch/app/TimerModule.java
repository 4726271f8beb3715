package dev.freshwatch.app;

import dev.freshwatch.schedule.CycleScheduler;
import dev.freshwatch.schedule.MonotonicTimerComponent;

/** What every {@code timer:} of the routes goes by. */
record TimerModule(CamelAssembly assembly, MonotonicTimerComponent timers) implements AppModule {

    TimerModule(CamelAssembly assembly, CycleScheduler scheduler) {
        this(assembly, new MonotonicTimerComponent(scheduler));
    }

    @Override
    public void bind() {
        assembly.bind("timer", timers);
    }
}
