package dev.freshwatch.app;

import dev.freshwatch.history.TrackingStep;
import dev.freshwatch.outbox.OutboxComponent;
import dev.freshwatch.schedule.CycleScheduler;
import dev.freshwatch.store.Store;

/** What all modules of a configuration share once the store is open. */
record WatchContext(Store store, OutboxComponent outbox, TrackingStep tracking, CycleScheduler scheduler) {}
