package dev.freshwatch.alert;

import java.util.Locale;

/** What a notice tells. */
public enum Kind {
    /** Something turned bad. */
    PROBLEM,
    /** Severity rose or fell, or the reason or what is named is another; still a problem. */
    CHANGE,
    /** Nothing new: the problem is still there. */
    REMINDER,
    /** The problem is over. */
    RECOVERY,
    /** We mended it ourselves; the recovery follows. */
    HEALED,
    /** An exercise: shows that the way to people works. */
    DRILL;

    /** The lower-case word that stands in JSON and mail headers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
