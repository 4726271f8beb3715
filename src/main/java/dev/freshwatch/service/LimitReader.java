package dev.freshwatch.service;

import dev.freshwatch.config.Texts;
import dev.freshwatch.freshness.Limits;
import java.time.Duration;
import java.util.Locale;

/** Reads the limits of a service, which must be in order and fit into its interval. */
final class LimitReader {

    private final Parameters given;
    private final Duration every;

    /** @param every the interval; null if it is a fault itself */
    LimitReader(Parameters given, Duration every) {
        this.given = given;
        this.every = every;
    }

    /** Returns the time limit of one check. */
    Duration timeout() {
        return checkedTime("timeout", given.require("timeout", Texts::duration, "write 10s"));
    }

    Limits ofResponses() {
        Duration slow = given.duration("slow-after");
        Duration down = checkedTime("down-after", given.require("down-after", Texts::duration, "write 10s"));
        return ordered("slow-after", slow, "down-after", down);
    }

    /** Checks of one service must not overlap. */
    private Duration checkedTime(String parameter, Duration time) {
        if (time != null && every != null && time.compareTo(every) >= 0) {
            given.fault(
                    parameter,
                    Texts.written(time) + " is not shorter than every (" + Texts.written(every) + ")",
                    "make it shorter, or every longer");
        }
        return time;
    }

    /** The limits of an age; at least one is required. */
    Limits ofAges() {
        if (given.text("warn-after") == null && given.text("error-after") == null) {
            given.fault("error-after", "is missing", "write how old the newest may be, such as 1h");
        }
        return ofAgesIfAny();
    }

    /** The limits of an age; each may be missing. */
    Limits ofAgesIfAny() {
        Duration warn = given.duration("warn-after");
        Duration error = given.duration("error-after");
        return ordered("warn-after", warn, "error-after", error);
    }

    private Limits ordered(String first, Duration warn, String second, Duration error) {
        if (warn != null && error != null && warn.compareTo(error) >= 0) {
            given.fault(
                    first,
                    String.format(
                            Locale.ROOT,
                            "%s is not shorter than %s (%s)",
                            Texts.written(warn),
                            second,
                            Texts.written(error)),
                    "the warning must come before the error");
        }
        return new Limits(warn, error);
    }
}
