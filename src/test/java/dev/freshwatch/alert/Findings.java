package dev.freshwatch.alert;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import java.time.Instant;

/** Findings to follow, for tests. */
final class Findings {

    static final Instant NOW = Instant.parse("2026-11-20T17:00:00Z");
    static final CheckId ALARMS = CheckId.of("esm", "soc", "alarms");
    static final CheckId SESSION = CheckId.of("esm", "soc", "session");

    private Findings() {}

    static Finding alarms(State state) {
        return finding(ALARMS, state);
    }

    static Finding session(State state) {
        return finding(SESSION, state);
    }

    static Finding finding(CheckId check, State state) {
        Reason reason =
                switch (state) {
                    case OK -> Reason.FRESH;
                    case WARNING, CRITICAL -> Reason.STALE;
                    case UNKNOWN -> Reason.FAILED;
                };
        return new Finding(check, "soc", "soc x", state, reason, "as it is", null, null, Limits.NONE, NOW, null);
    }
}
