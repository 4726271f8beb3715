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
 * @param state        as last observed; null = never
 * @param observedAt   when that was taken into account; null = never
 * @param unknownSince the first of the unknown observations in a row that led up to now; null where the last one was
 *                     not unknown
 * @param confirmed    the last state that was observed often enough, or for unknown long enough; null = none yet
 * @param row          the observations towards something else
 * @param gap          for so long nobody had looked before the row began, or before this look; null = somebody had
 * @param episode      the open problem; null where there is none
 * @param cause        what was wrong when it was last observed
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

    /** One of which no cause is known. */
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

    /** A check in which nothing turns: what was told is what is confirmed. */
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

    /** A check that was never seen. */
    public static AlertState unborn(CheckId check) {
        return new AlertState(check, null, null, null, null);
    }

    /** Whether a problem is confirmed. */
    public boolean isBad() {
        return confirmed != null && confirmed != State.OK;
    }

    /** Whether people know of the open problem, and it is still there. */
    public boolean isOpenAndTold() {
        return isBad() && episode != null && episode.told() != null;
    }

    /** The same, looked at another time. */
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
     * Observations in a row that are all worse, or all better, than what is confirmed.
     *
     * @param length above zero for worse, below zero for better, zero for none
     * @param since  the first of them; null where there is none
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
     * @param since       when it began
     * @param told        the state that people were last told: warning, critical or unknown; null = nobody was told yet
     * @param toldAt      when that was, or the last reminder; null = never
     * @param announcedBy the id of the notice of several checks that told of it first; null = a notice of its own, or
     *                    none yet
     * @param shown       what {@code status} shows; null = nothing known
     * @param cause       the cause that people were last told; null = not known
     */
    public record Episode(
            String id, Instant since, State told, Instant toldAt, String announcedBy, Shown shown, String cause) {

        /** One of which it is not known what cause was told. */
        public Episode(String id, Instant since, State told, Instant toldAt, String announcedBy, Shown shown) {
            this(id, since, told, toldAt, announcedBy, shown, null);
        }

        /** One that was told when it began. */
        public Episode(String id, Instant since, State told) {
            this(id, since, told, since, null, null);
        }

        Episode told(State state, Cause why, Instant now) {
            return new Episode(id, since, state, now, announcedBy, shown, why.key());
        }

        /** Told once more, and nothing new. */
        Episode toldAgain(Instant now) {
            return new Episode(id, since, told, now, announcedBy, shown, cause);
        }

        /** One that was told before causes were remembered: taken to be this one. */
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
     * The latest finding of a problem that agreed with what is confirmed.
     *
     * @param name    display name
     * @param message one line of plain words
     */
    public record Shown(String name, Reason reason, String message) {}
}
