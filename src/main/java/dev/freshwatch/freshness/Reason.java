package dev.freshwatch.freshness;

import java.util.Locale;

/** Why a check has its state. The words are fixed: collectors and dashboards filter by them. */
public enum Reason {
    /** Newest record within the limit. */
    FRESH,
    /** As expected. */
    UP,
    /** Newest record older than a limit. */
    STALE,
    /** No record at all, also in the wider look. */
    SILENT,
    /** Newest record ahead of the platform's own clock. */
    FUTURE,
    /** A configured device that the platform does not have, or has disabled. */
    MISSING,
    /** The answer is about another device than was asked for. */
    MISMATCH,
    /** The platform's clock differs from ours. */
    SKEWED,
    /** Answered as it should, later than {@code slow-after}. */
    SLOW,
    /** Not there: no answer, a wrong one, or one later than {@code down-after}; workers: a queue without a good one. */
    DOWN,
    /** There, with less than it should have. */
    DEGRADED,
    /** A key or a certificate ends soon. */
    EXPIRING,
    /** No TCP, TLS or HTTP answer in time, or a certificate that is not trusted. */
    UNREACHABLE,
    /** Credentials or rights refused. */
    UNAUTHORIZED,
    /** Not what the contract says. */
    UNREADABLE,
    /** The platform asks to slow down. */
    OVERLOADED,
    /** The platform says it is in maintenance. */
    MAINTENANCE,
    /** Answered with an error of its own (5xx). */
    FAILED,
    /** A query not complete in its time, or the time over all was reached. */
    TIMEOUT,
    /** What would be judged is switched off on the platform. */
    OFF,
    /** Turns again and again, so that single turns are not told. */
    FLAPPING;

    /** The lower-case word that stands in JSON, syslog and on the screen. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
