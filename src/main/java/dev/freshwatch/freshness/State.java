package dev.freshwatch.freshness;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The state of a check. {@link #UNKNOWN} means that it could not be judged; it is never shown, counted or sent as ok.
 */
public enum State {
    OK(0),
    WARNING(1),
    CRITICAL(2),
    UNKNOWN(3);

    private static final List<State> WORST_LAST = List.of(OK, WARNING, UNKNOWN, CRITICAL);

    private final int exitCode;

    State(int exitCode) {
        this.exitCode = exitCode;
    }

    /** Returns the exit code of the monitoring-plugins contract: 0 ok, 1 warning, 2 critical, 3 unknown. */
    public int exitCode() {
        return exitCode;
    }

    /** Returns the lower-case word used in JSON, syslog and on screen. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the order ok, warning, unknown, critical. */
    public static Comparator<State> byWeight() {
        return Comparator.comparingInt(WORST_LAST::indexOf);
    }
}
