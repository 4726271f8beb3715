package dev.freshwatch.alert;

import java.util.Locale;

/** What a notice announces. */
public enum Kind {
    /** A check turned bad. */
    PROBLEM,
    /** The severity, the reason or the cause changed; still a problem. */
    CHANGE,
    /** Nothing new: the problem is still there. */
    REMINDER,
    /** The problem is over. */
    RECOVERY,
    /** Freshwatch healed the problem itself; the recovery follows. */
    HEALED,
    /** A test that shows that notices reach people. */
    DRILL;

    /** Returns the lower-case word used in JSON and mail headers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
