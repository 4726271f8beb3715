package dev.freshwatch.notice;

import java.util.Locale;

/** What a notice tells. */
public enum Kind {
    /** Something turned bad. */
    PROBLEM,
    /** Severity rose or fell; still a problem. */
    CHANGE,
    /** The problem is over. */
    RECOVERY;

    /** The lower-case word that stands in JSON and mail headers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
