package dev.freshwatch.app;

import dev.freshwatch.schedule.CycleScheduler;
import dev.freshwatch.schedule.MonotonicTimerComponent;

/** The component behind every {@code timer:} of the routes. */
record TimerModule(CamelAssembly assembly, MonotonicTimerComponent timers) implements AppModule {

    TimerModule(CamelAssembly assembly, CycleScheduler scheduler) {
        this(assembly, new MonotonicTimerComponent(scheduler));
    }

    @Override
    public void bind() {
        assembly.bind("timer", timers);
    }
}
