package dev.freshwatch.report;

import dev.freshwatch.freshness.Ages;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.history.Look;
import java.time.Duration;
import java.time.Instant;

/** What a stored look still says: one that is too old counts as unknown. */
public final class BelievedLook {

    /** How long a result is believed if the interval of the check is not known, as with an operator's own routes. */
    private static final Duration UNKNOWN_INTERVAL = Duration.ofHours(1);

    /** A MISP is not looked at while it is healed, and a check with an interval of seconds may miss some. */
    private static final Duration RECENT = Duration.ofSeconds(30);

    private BelievedLook() {}

    /**
     * Returns what page, badges, API and {@code status} show: the same as {@link #judge}, but what was seen within half a minute is not too
     * old. A problem that is open stays so, since unknown never ends one.
     */
    public static Look shown(Look look, Instant now, boolean watched) {
        return isRecent(look, now)
                ? look
                : new Look(judge(look, now, watched), look.confirmed(), look.every(), look.recent(), look.settings());
    }

    /** Whether the look is of the last half minute. */
    public static boolean isRecent(Look look, Instant now) {
        return !look.isOfTheFuture(now)
                && Duration.between(look.finding().observedAt(), now).compareTo(RECENT) <= 0;
    }

    /**
     * Returns what was found; unknown, with the reason {@code timeout}, if that was too long ago, or is not yet.
     *
     * @param watched whether a watch is running; without one a check of unknown interval is not believed
     */
    public static Finding judge(Look look, Instant now, boolean watched) {
        Finding finding = look.finding();
        if (look.isOfTheFuture(now)) {
            return unknown(finding, "last checked at a time that has not come yet: the clock was set back since");
        }
        boolean old = look.every() == null
                ? !watched || Duration.between(finding.observedAt(), now).compareTo(UNKNOWN_INTERVAL) > 0
                : look.isOverdue(now);
        if (!old) {
            return finding;
        }
        String often = look.every() == null ? "" : ", although it is due every " + Ages.limit(look.every());
        String text = "not checked for "
                + Ages.words(Duration.between(finding.observedAt(), now)) + often
                + (watched ? "" : "; no watch is running");
        return unknown(finding, text);
    }

    private static Finding unknown(Finding finding, String text) {
        return new Finding(
                finding.check(),
                finding.subject(),
                finding.name(),
                State.UNKNOWN,
                Reason.TIMEOUT,
                text,
                finding.lastActivity(),
                null,
                finding.limits(),
                finding.observedAt(),
                null);
    }
}
