package dev.freshwatch.misp;

import dev.freshwatch.freshness.CheckId;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reasons for not healing at the moment: people who work on the workers do not want it, or MISP is in maintenance.
 * Thread-safe.
 */
final class HealHold {

    private static final Logger LOG = LoggerFactory.getLogger(HealHold.class);
    private static final String MAINTENANCE = "MISP is in maintenance";

    private final MispClient client;
    private final CheckId workers;
    private final Function<CheckId, Optional<String>> forbidden;
    private volatile boolean maintenance;
    private String logged = "";

    /** @param forbidden returns who does not want this check to be healed now; empty = nobody. It may throw */
    HealHold(MispClient client, CheckId workers, Function<CheckId, Optional<String>> forbidden) {
        this.client = client;
        this.workers = workers;
        this.forbidden = forbidden;
    }

    /**
     * Returns the reason, by what MISP reported in this cycle and by what people want. If MISP did not report whether
     * it is in maintenance (only calls with the weak key show that), it is asked before a call, and that answer is
     * remembered.
     */
    synchronized Optional<String> after(MispCycle cycle) {
        maintenance = cycle.maintenance().orElse(maintenance);
        Optional<String> wish = forbidden.apply(workers);
        Optional<String> held =
                wish.isPresent() || !cycle.maintenance().orElse(false) ? wish : Optional.of(MAINTENANCE);
        if (held.isEmpty() && !maintenance) {
            logged = "";
        }
        return held;
    }

    /** Returns the reason as far as it is known, without asking MISP. */
    Optional<String> now() {
        Optional<String> wish = forbidden.apply(workers);
        return wish.isPresent() || !maintenance ? wish : Optional.of(MAINTENANCE);
    }

    /** Asks MISP itself, right before a call: without a weak key nothing has shown it so far. */
    Optional<String> asked() {
        try {
            maintenance = client.saysMaintenance();
        } catch (MispException failure) {
            LOG.info("{}: cannot find out whether MISP is in maintenance: {}", workers, failure.getMessage());
        }
        return maintenance ? Optional.of(MAINTENANCE) : Optional.empty();
    }

    /** Whether there is a reason; logs it once. */
    synchronized boolean isHeld(Optional<String> why, Verdict verdict) {
        String before = logged;
        logged = why.orElse("");
        if (!logged.isEmpty() && !logged.equals(before)) {
            LOG.info("{}: {}; not healed: {}", workers, verdict.text(), logged);
        }
        return !logged.isEmpty();
    }
}
