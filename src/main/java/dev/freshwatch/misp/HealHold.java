package dev.freshwatch.misp;

import dev.freshwatch.freshness.CheckId;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why nothing is to be healed just now although it could be: people who work on the workers want it so, or MISP is in
 * maintenance. Thread-safe.
 */
final class HealHold {

    private static final Logger LOG = LoggerFactory.getLogger(HealHold.class);
    private static final String MAINTENANCE = "MISP is in maintenance";

    private final MispClient client;
    private final CheckId workers;
    private final Function<CheckId, Optional<String>> forbidden;
    private volatile boolean maintenance;
    private String told = "";

    /** @param forbidden whose wish it is that this check is not healed now; empty = nobody's. It may throw */
    HealHold(MispClient client, CheckId workers, Function<CheckId, Optional<String>> forbidden) {
        this.client = client;
        this.workers = workers;
        this.forbidden = forbidden;
    }

    /**
     * By what MISP said in this cycle, and by what people want. Where it said nothing (without a weak key nobody hears it)
     * it is asked before a call, and what it said then is what is known.
     */
    synchronized Optional<String> after(MispCycle cycle) {
        maintenance = cycle.maintenance().orElse(maintenance);
        Optional<String> wish = forbidden.apply(workers);
        Optional<String> held =
                wish.isPresent() || !cycle.maintenance().orElse(false) ? wish : Optional.of(MAINTENANCE);
        if (held.isEmpty() && !maintenance) {
            told = "";
        }
        return held;
    }

    /** As far as it is known, without asking MISP. */
    Optional<String> now() {
        Optional<String> wish = forbidden.apply(workers);
        return wish.isPresent() || !maintenance ? wish : Optional.of(MAINTENANCE);
    }

    /** Right before a call, MISP itself is asked: without a weak key nothing has told so far. */
    Optional<String> asked() {
        try {
            maintenance = client.saysMaintenance();
        } catch (MispException failure) {
            LOG.info("{}: MISP does not say whether it is in maintenance: {}", workers, failure.getMessage());
        }
        return maintenance ? Optional.of(MAINTENANCE) : Optional.empty();
    }

    /** Whether there is a reason; says it once in the log. */
    synchronized boolean isHeld(Optional<String> why, Verdict verdict) {
        String before = told;
        told = why.orElse("");
        if (!told.isEmpty() && !told.equals(before)) {
            LOG.info("{}: {}; not healed: {}", workers, verdict.text(), told);
        }
        return !told.isEmpty();
    }
}
