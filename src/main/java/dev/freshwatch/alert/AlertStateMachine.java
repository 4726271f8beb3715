package dev.freshwatch.alert;

import dev.freshwatch.alert.AlertState.Episode;
import dev.freshwatch.alert.AlertState.Row;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The life of one check as a table: what is confirmed, what people know, and what they are told now.
 *
 * <p><b>Confirmed</b> is what was observed often enough. The order is ok, unknown, warning, critical.
 *
 * <pre>
 * the observation is            | then
 * ------------------------------+---------------------------------------------------------------------------
 * as confirmed                  | the row is over
 * worse than confirmed          | one more in the row; from `confirm` of them on it is confirmed
 * better than confirmed         | one more in the row; from `recover` of them on it is confirmed
 * unknown, not yet long         | nothing: the row is neither longer nor over
 * unknown for `unknown-after`   | unknown is confirmed
 * </pre>
 *
 * A row is of one direction; the last observation of it is what gets confirmed. An episode opens with a confirmed
 * problem, known to people or not, and began with the first observation of the row. It ends when ok is confirmed and, if
 * people knew of it, they are told.
 *
 * <p><b>Told</b> is the difference between what is confirmed and what people know, whenever the observation agrees with
 * what is confirmed:
 *
 * <pre>
 * people know of | confirmed ok     | warning, critical, unknown
 * ---------------+------------------+-----------------------------------------------------------------------
 * nothing        | –                | PROBLEM
 * the state s of | RECOVERY, it is  | CHANGE where it is not s, or not of the cause c (confirmed like s), else
 * the cause c    | over             | REMINDER once `remind-every` is over since the last notice and nobody
 *                |                  | acknowledged it
 * that it flaps  | RECOVERY, it is  | CHANGE: it is calm now
 * (and it does   | over             |
 * not any more)  |                  |
 * </pre>
 *
 * It flaps ({@link FlapDetector}): that is told once, as PROBLEM or CHANGE, and then nothing until it is calm. Unknown
 * observations count for it only once unknown is confirmed. A reminder also comes while the observation is another bad
 * one than what is confirmed, but not while it is ok.
 *
 * <p><b>Silenced</b>: nothing is told and everything else goes on. So what starts and ends in a silence is never told,
 * what starts in it and lasts is told once when it ends, and a recovery in it is told when it ends.
 *
 * <p><b>In the shadow</b> of the check that this one depends on, nothing is told and all that people do not know is
 * forgotten: rows, the time of being unknown, a problem nobody was told of. The first look after it judges afresh. Rows
 * and the time of being unknown also begin anew after a gap in which nobody looked.
 *
 * <p>Pure; safe for use by many threads.
 */
public final class AlertStateMachine {

    private static final List<State> WORST_LAST = List.of(State.OK, State.UNKNOWN, State.WARNING, State.CRITICAL);

    private final Supplier<String> newId;

    /** @param newId makes ids of episodes */
    public AlertStateMachine(Supplier<String> newId) {
        this.newId = newId;
    }

    /**
     * One step.
     *
     * @param kind    what is told; null = nothing
     * @param episode the episode that it is told about; null where nothing is told
     * @param finding what is told of; null where nothing is told
     * @param gap     for so long nobody had looked before this began; null = somebody had
     */
    public record Step(AlertState next, Kind kind, Episode episode, Finding finding, Duration gap) {

        /** What is told, if anything. */
        public Optional<Kind> told() {
            return Optional.ofNullable(kind);
        }
    }

    /** The next step in the life of a check. */
    public Step next(AlertState alertState, Evaluation look) {
        if (look.shadowed()) {
            return quiet(inTheShadow(alertState, look));
        }
        AlertState seen = episode(observed(alertState, look), look);
        Step step = look.silenced() ? quiet(seen) : tell(seen, look);
        boolean gapIsOver = step.kind() != null || seen.row().length() == 0 && seen.state() != State.UNKNOWN;
        return gapIsOver
                ? new Step(step.next().withGap(null), step.kind(), step.episode(), step.finding(), step.gap())
                : step;
    }

    private static AlertState inTheShadow(AlertState alertState, Evaluation look) {
        boolean known = alertState.episode() != null && alertState.episode().told() != null;
        return new AlertState(
                alertState.check(),
                look.finding().state(),
                look.now(),
                null,
                known ? alertState.episode().told() : alertState.confirmed() == null ? null : State.OK,
                Row.NONE,
                alertState.flaps(),
                null,
                known ? alertState.episode() : null);
    }

    /** What is confirmed after this observation. */
    private static AlertState observed(AlertState alertState, Evaluation look) {
        State found = look.finding().state();
        boolean afresh = look.gap() != null;
        Row row = afresh ? Row.NONE : alertState.row();
        Instant unknownSince = null;
        State confirmed = alertState.confirmed();
        if (found == State.UNKNOWN) {
            unknownSince = afresh || alertState.unknownSince() == null ? look.now() : alertState.unknownSince();
            Duration unknown = Duration.between(unknownSince, look.now());
            if (unknown.compareTo(look.limits().unknownAfter()) >= 0) {
                confirmed = State.UNKNOWN;
                row = Row.NONE;
            }
        } else {
            int direction = Integer.signum(weight(found) - weight(confirmed));
            row = direction == 0 ? Row.NONE : row.and(direction, look.now());
            if (confirmed == null) {
                confirmed = State.OK;
            }
            if (row.length() >= look.limits().confirm()
                    || -row.length() >= look.limits().recover()) {
                confirmed = found;
            }
        }
        boolean counts = found != State.UNKNOWN || confirmed == State.UNKNOWN;
        Cause cause = counts ? alertState.cause().after(look) : alertState.cause();
        return new AlertState(
                alertState.check(),
                found,
                look.now(),
                unknownSince,
                confirmed,
                row,
                counts
                        ? alertState
                                .flaps()
                                .after(found, found != State.UNKNOWN && cause.isOtherThan(alertState.cause()))
                        : alertState.flaps(),
                afresh ? look.gap() : alertState.gap(),
                alertState.episode(),
                cause);
    }

    /** Where nothing is confirmed yet, nothing bad is known. */
    private static int weight(State state) {
        return state == null ? 0 : WORST_LAST.indexOf(state);
    }

    /** Opens and closes the episode as far as that is not for people to know; the row that was confirmed is over. */
    private AlertState episode(AlertState alertState, Evaluation look) {
        Episode episode = alertState.episode();
        if (alertState.isBad() && episode == null) {
            episode = opened(alertState, look);
        }
        if (!alertState.isBad() && episode != null && episode.told() == null) {
            episode = null;
        }
        boolean agrees = alertState.state() == alertState.confirmed();
        if (episode != null
                && agrees
                && alertState.isBad()
                && !alertState.flaps().told()) {
            episode = episode.showing(look.finding());
            boolean before = episode.told() == alertState.confirmed() && episode.cause() == null;
            episode = before ? episode.told(alertState.cause()) : episode;
        }
        return new AlertState(
                alertState.check(),
                alertState.state(),
                alertState.observedAt(),
                alertState.unknownSince(),
                alertState.confirmed(),
                agrees ? Row.NONE : alertState.row(),
                alertState.flaps(),
                alertState.gap(),
                episode,
                alertState.cause());
    }

    /** It began with the first observation of the row, or with the first unknown one. */
    private Episode opened(AlertState alertState, Evaluation look) {
        Instant first = alertState.confirmed() == State.UNKNOWN
                ? alertState.unknownSince()
                : alertState.row().since();
        boolean now = first == null || first.equals(look.now());
        return new Episode(newId.get(), now ? look.finding().observedAt() : first, null, null, null, null, null);
    }

    private Step tell(AlertState alertState, Evaluation look) {
        FlapDetector flaps = alertState.flaps();
        Episode episode = alertState.episode();
        if (flaps.on() && look.limits().flapping()) {
            return flaps.told() ? quiet(alertState) : flapping(alertState, look);
        }
        boolean known = episode != null && episode.told() != null;
        boolean agrees = alertState.state() == alertState.confirmed();
        if (agrees && episode != null) {
            if (known && !alertState.isBad()) {
                return recovery(alertState, look);
            }
            boolean other = known
                    && (episode.told() != alertState.confirmed()
                            || alertState.cause().isNewTo(episode.cause(), look));
            if (!known || other || flaps.told()) {
                AlertState told = alertState
                        .withFlaps(flaps.asTold(false))
                        .withEpisode(episode.told(alertState.confirmed(), alertState.cause(), look.now()));
                return told(told, known ? Kind.CHANGE : Kind.PROBLEM, told.episode(), calm(alertState, look.finding()));
            }
        }
        boolean remind = known && alertState.isBad() && alertState.state() != State.OK && isDue(episode, look);
        return remind ? reminder(alertState, look) : quiet(alertState);
    }

    private static Step recovery(AlertState alertState, Evaluation look) {
        AlertState over = alertState.withFlaps(alertState.flaps().asTold(false)).withEpisode(null);
        return told(over, Kind.RECOVERY, alertState.episode(), calm(alertState, look.finding()));
    }

    /** Whatever nobody looked at, a reminder finds nothing new. */
    private static Step reminder(AlertState alertState, Evaluation look) {
        Episode episode = alertState.episode();
        AlertState next = alertState.withEpisode(episode.toldAgain(look.now()));
        return new Step(next, Kind.REMINDER, episode, look.finding(), null);
    }

    private static boolean isDue(Episode episode, Evaluation look) {
        Duration pause = look.limits().remindEvery();
        return !look.acknowledged()
                && !pause.isZero()
                && Duration.between(episode.toldAt(), look.now()).compareTo(pause) >= 0;
    }

    private Step flapping(AlertState alertState, Evaluation look) {
        Finding finding = look.finding();
        Episode open = alertState.episode() == null ? opened(alertState, look) : alertState.episode();
        boolean known = open.told() != null;
        State state = finding.state() != State.OK ? finding.state() : known ? open.told() : State.WARNING;
        Finding told = FlapText.flapping(finding, state, alertState.flaps());
        Episode episode = open.told(state, alertState.cause(), look.now()).showing(told);
        AlertState next = alertState.withFlaps(alertState.flaps().asTold(true)).withEpisode(episode);
        return told(next, known ? Kind.CHANGE : Kind.PROBLEM, episode, told);
    }

    private static Finding calm(AlertState alertState, Finding finding) {
        return alertState.flaps().told() ? FlapText.calm(finding) : finding;
    }

    private static Step told(AlertState next, Kind kind, Episode episode, Finding finding) {
        return new Step(next, kind, episode, finding, next.gap());
    }

    private static Step quiet(AlertState next) {
        return new Step(next, null, null, null, null);
    }
}
