package dev.freshwatch.alert;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import java.time.Duration;
import java.time.Instant;

/**
 * What is remembered of a check from one cycle to the next.
 *
 * @param state        the last observed state; null = never observed
 * @param observedAt   when that observation was processed; null = never
 * @param unknownSince time of the first of the consecutive unknown observations up to now; null if the last one was not
 *                     unknown
 * @param confirmed    the last state that was observed often enough, or long enough if unknown; null = none yet
 * @param row          the consecutive observations of something worse or better
 * @param gap          how long the check was not observed before the row began, or before this observation; null = no
 *                     gap
 * @param episode      the open problem; null if there is none
 * @param cause        what was wrong at the last observation
 */
public record AlertState(
        CheckId check,
        State state,
        Instant observedAt,
        Instant unknownSince,
        State confirmed,
        Row row,
        FlapDetector flaps,
        Duration gap,
        Episode episode,
        Cause cause) {

    /** A state without a known cause. */
    public AlertState(
            CheckId check,
            State state,
            Instant observedAt,
            Instant unknownSince,
            State confirmed,
            Row row,
            FlapDetector flaps,
            Duration gap,
            Episode episode) {
        this(check, state, observedAt, unknownSince, confirmed, row, flaps, gap, episode, Cause.NONE);
    }

    /** A check that is not changing: what was announced is what is confirmed. */
    public AlertState(CheckId check, State state, Instant observedAt, Instant unknownSince, Episode episode) {
        this(
                check,
                state,
                observedAt,
                unknownSince,
                episode != null ? episode.told() : state == null ? null : State.OK,
                Row.NONE,
                FlapDetector.NONE,
                null,
                episode);
    }

    /** Returns the state of a check that was never observed. */
    public static AlertState initial(CheckId check) {
        return new AlertState(check, null, null, null, null);
    }

    /** Whether a problem is confirmed. */
    public boolean isBad() {
        return confirmed != null && confirmed != State.OK;
    }

    /** Whether the problem is still there, and people were told about it. */
    public boolean isOpenAndTold() {
        return isBad() && episode != null && episode.told() != null;
    }

    /** Returns the same state with another time of observation. */
    public AlertState observedAt(Instant other) {
        return new AlertState(check, state, other, unknownSince, confirmed, row, flaps, gap, episode, cause);
    }

    AlertState withEpisode(Episode other) {
        return new AlertState(check, state, observedAt, unknownSince, confirmed, row, flaps, gap, other, cause);
    }

    AlertState withFlaps(FlapDetector other) {
        return new AlertState(check, state, observedAt, unknownSince, confirmed, row, other, gap, episode, cause);
    }

    AlertState withGap(Duration other) {
        return new AlertState(check, state, observedAt, unknownSince, confirmed, row, flaps, other, episode, cause);
    }

    /**
     * Consecutive observations that are all worse, or all better, than the confirmed state.
     *
     * @param length above zero for worse, below zero for better, zero for none
     * @param since  time of the first one; null if there is none
     */
    public record Row(int length, Instant since) {

        public static final Row NONE = new Row(0, null);

        /** @param direction 1 for worse, -1 for better */
        Row and(int direction, Instant now) {
            return length * direction > 0 ? new Row(length + direction, since) : new Row(direction, now);
        }
    }

    /**
     * An open problem.
     *
     * @param id          shared by all its notices
     * @param since       when the problem began
     * @param told        the state that was last announced: warning, critical or unknown; null = not announced yet
     * @param toldAt      when that was, or when the last reminder was sent; null = never
     * @param announcedBy id of the group notice that first announced it; null = it had a notice of its own, or none yet
     * @param shown       what {@code status} shows; null = nothing known
     * @param cause       the cause that was last announced; null = not known
     */
    public record Episode(
            String id, Instant since, State told, Instant toldAt, String announcedBy, Shown shown, String cause) {

        /** An episode whose announced cause is not known. */
        public Episode(String id, Instant since, State told, Instant toldAt, String announcedBy, Shown shown) {
            this(id, since, told, toldAt, announcedBy, shown, null);
        }

        /** An episode that was announced when it began. */
        public Episode(String id, Instant since, State told) {
            this(id, since, told, since, null, null);
        }

        Episode told(State state, Cause why, Instant now) {
            return new Episode(id, since, state, now, announcedBy, shown, why.key());
        }

        /** Announced once more, with nothing new. */
        Episode toldAgain(Instant now) {
            return new Episode(id, since, told, now, announcedBy, shown, cause);
        }

        /** For an episode that was announced before causes were stored: assumes that it had this cause. */
        Episode told(Cause why) {
            return new Episode(id, since, told, toldAt, announcedBy, shown, why.key());
        }

        Episode announcedBy(String notice) {
            return new Episode(id, since, told, toldAt, notice, shown, cause);
        }

        Episode showing(Finding finding) {
            Shown latest = new Shown(finding.name(), finding.reason(), finding.message());
            return new Episode(id, since, told, toldAt, announcedBy, latest, cause);
        }
    }

    /**
     * The latest finding of a problem that agreed with the confirmed state.
     *
     * @param name    display name
     * @param message one line of plain text
     */
    public record Shown(String name, Reason reason, String message) {}
}
