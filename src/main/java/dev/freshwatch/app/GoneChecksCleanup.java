package dev.freshwatch.app;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.history.GoneChecks;
import dev.freshwatch.history.KnownSourceTable;
import dev.freshwatch.history.RunningConfigTable;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.StoreException;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets checks that the configuration no longer makes; their open problems end without a notice. */
final class GoneChecksCleanup {

    private static final Logger LOG = LoggerFactory.getLogger(GoneChecksCleanup.class);

    private static final String WHY = "not in the configuration any more";

    private final Supplier<Store> store;

    GoneChecksCleanup(Supplier<Store> store) {
        this.store = store;
    }

    /** Forgets checks that a reload has removed from the configuration. */
    void afterReload(Predicate<CheckId> gone) {
        forget(gone, "reload");
    }

    /**
     * Returns what forgets checks that were removed while no watch was running. Checks of services are forgotten only if a template
     * made them in the previous run, or if they are sources of a list of such a template, or are known to be sources: all
     * others were reported by an operator's own route, which may report them again. Reads now what the previous run made,
     * before this run says what it makes.
     */
    Runnable atStart(Supplier<ActiveConfig> active) {
        try {
            Set<CheckId> templated = new RunningConfigTable(store.get())
                    .all().stream()
                            .flatMap(running -> running.templated().stream())
                            .collect(Collectors.toSet());
            Set<CheckId> sources = new KnownSourceTable(store, list -> null).checks();
            return () -> forget(
                    check -> !active.get().makes(check)
                            && (!check.value().startsWith("service/")
                                    || templated.contains(check)
                                    || sources.contains(check)
                                    || check.isSource()
                                            && templated.contains(check.parent().orElseThrow())),
                    "start");
        } catch (StoreException e) {
            LOG.error("Checks that are gone are still remembered: {}", e.getMessage());
            return () -> LOG.debug("Which checks are gone is not known");
        }
    }

    private void forget(Predicate<CheckId> gone, String what) {
        try {
            int ended = new GoneChecks(store.get()).forget(gone, what, WHY);
            if (ended > 0) {
                LOG.info(
                        ended == 1
                                ? "The problem of a check that is gone has ended without a notice"
                                : "{} problems of checks that are gone have ended without a notice",
                        ended);
            }
        } catch (StoreException e) {
            LOG.error("Problems of checks that are gone are still open: {}", e.getMessage());
        }
    }
}
