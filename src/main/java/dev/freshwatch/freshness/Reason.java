package dev.freshwatch.freshness;

import java.util.Locale;

/** Why a check has its state. The words are fixed, because collectors and dashboards filter on them. */
public enum Reason {
    /** Newest record within the limit. */
    FRESH,
    /** Works as expected. */
    UP,
    /** Newest record older than a limit. */
    STALE,
    /** No record at all, not even in the wider search. */
    SILENT,
    /** Newest record ahead of the platform's own clock. */
    FUTURE,
    /** A configured device that the platform does not have, or has disabled. */
    MISSING,
    /** The answer is about a different device than the one asked for. */
    MISMATCH,
    /** The platform's clock differs from ours. */
    SKEWED,
    /** Answered as expected, but later than {@code slow-after}. */
    SLOW,
    /**
     * Down: no answer, a wrong one, or one later than {@code down-after}; for workers: a queue without a working one.
     */
    DOWN,
    /** Works, with less capacity than it should have. */
    DEGRADED,
    /** A key or a certificate expires soon. */
    EXPIRING,
    /** No TCP, TLS or HTTP answer in time, or a certificate that is not trusted. */
    UNREACHABLE,
    /** Credentials or access rights were refused. */
    UNAUTHORIZED,
    /** The answer does not follow the contract of the platform. */
    UNREADABLE,
    /** The platform asks to slow down. */
    OVERLOADED,
    /** The platform says it is in maintenance. */
    MAINTENANCE,
    /** The platform answered with an error of its own (5xx). */
    FAILED,
    /** A query did not complete in time, or the overall time limit was reached. */
    TIMEOUT,
    /** What the check would judge is switched off on the platform. */
    OFF,
    /** The state changes so often that single changes are not announced. */
    FLAPPING;

    /** Returns the lower-case word used in JSON, syslog and on screen. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
