package dev.freshwatch.app;

import dev.freshwatch.schedule.CycleScheduler;
import dev.freshwatch.schedule.MonotonicTimerComponent;

/** What every {@code timer:} of the routes goes by. */
record TimerModule(CamelAssembly assembly, CycleScheduler scheduler) implements AppModule {

    @Override
    public void bind() {
        assembly.bind("timer", new MonotonicTimerComponent(assembly.closing(scheduler)));
    }

    @Override
    public void begin(WatchContext watch) {
        scheduler.start();
    }
}
