package dev.freshwatch.alert;

import dev.freshwatch.alert.AlertState.Episode;
import dev.freshwatch.alert.AlertState.Row;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The life of one check: what is confirmed, what people know, and which notice they get now.
 *
 * <p><b>Confirmed</b> is what was observed often enough; see {@link Confirmation}. An episode opens with a confirmed
 * problem, whether people are told or not, and began with the first observation of the row. It ends when ok is
 * confirmed and, if people knew about it, they have been told.
 *
 * <p><b>Notices</b> announce the difference between what is confirmed and what people know, whenever the observation
 * agrees with what is confirmed:
 *
 * <pre>
 * people know of | confirmed ok     | confirmed warning, critical or unknown
 * ---------------+------------------+-----------------------------------------------------------------------
 * nothing        | –                | PROBLEM
 * a state and    | RECOVERY, the    | CHANGE if it is another state or another confirmed cause; otherwise
 * its cause      | episode ends     | REMINDER once `remind-every` has passed since the last notice and nobody
 *                |                  | acknowledged it
 * flapping that  | RECOVERY, the    | CHANGE: it is steady again
 * has stopped    | episode ends     |
 * </pre>
 *
 * Flapping ({@link FlapDetector}) is announced once, as PROBLEM or CHANGE; then there are no notices until it stops.
 * Unknown observations count for it only once unknown is confirmed. Reminders are also sent while the observation is
 * bad in another way than what is confirmed, but not while it is ok.
 *
 * <p><b>Silenced</b> checks make no notices; everything else goes on. So what starts and ends within a silence is never
 * announced, what starts in it and lasts is announced once when it ends, and so is a recovery within it.
 *
 * <p><b>In the shadow</b> of the check that this one depends on, there are no notices, and everything that people do
 * not know is forgotten: rows, how long the check has been unknown, a problem that was not announced. The first
 * observation after that judges afresh. Rows and the unknown time also start anew after a gap without observations.
 *
 * <p>Stateless and thread-safe.
 */
public final class AlertStateMachine {

    private final Supplier<String> newId;

    /** @param newId generates ids of episodes */
    public AlertStateMachine(Supplier<String> newId) {
        this.newId = newId;
    }

    /**
     * The result of one observation.
     *
     * @param kind    kind of the notice to send; null = no notice
     * @param episode the episode that the notice is about; null if there is no notice
     * @param finding the finding that the notice carries; null if there is no notice
     * @param gap     how long the check was not observed before this began; null = no gap
     */
    public record Step(AlertState next, Kind kind, Episode episode, Finding finding, Duration gap) {

        /** Returns the kind of the notice to send, if any. */
        public Optional<Kind> told() {
            return Optional.ofNullable(kind);
        }
    }

    /** Returns the next state of a check, and the notice to send. */
    public Step next(AlertState alertState, Evaluation evaluation) {
        if (evaluation.shadowed()) {
            return quiet(inTheShadow(alertState, evaluation));
        }
        AlertState observed = episode(Confirmation.after(alertState, evaluation), evaluation);
        Step step = evaluation.silenced() ? quiet(observed) : tell(observed, evaluation);
        boolean gapIsOver = step.kind() != null || observed.row().length() == 0 && observed.state() != State.UNKNOWN;
        return gapIsOver
                ? new Step(step.next().withGap(null), step.kind(), step.episode(), step.finding(), step.gap())
                : step;
    }

    private static AlertState inTheShadow(AlertState alertState, Evaluation evaluation) {
        boolean known = alertState.episode() != null && alertState.episode().told() != null;
        return new AlertState(
                alertState.check(),
                evaluation.finding().state(),
                evaluation.now(),
                null,
                known ? alertState.episode().told() : alertState.confirmed() == null ? null : State.OK,
                Row.NONE,
                alertState.flaps(),
                null,
                known ? alertState.episode() : null);
    }

    /** Opens and closes episodes that nobody needs to be told about, and ends a row that was confirmed. */
    private AlertState episode(AlertState alertState, Evaluation evaluation) {
        Episode episode = alertState.episode();
        if (alertState.isBad() && episode == null) {
            episode = opened(alertState, evaluation);
        }
        if (!alertState.isBad() && episode != null && episode.told() == null) {
            episode = null;
        }
        boolean agrees = alertState.state() == alertState.confirmed();
        if (episode != null
                && agrees
                && alertState.isBad()
                && !alertState.flaps().told()) {
            episode = episode.showing(evaluation.finding());
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

    /** The problem began with the first observation of the row, or with the first unknown one. */
    private Episode opened(AlertState alertState, Evaluation evaluation) {
        Instant first = alertState.confirmed() == State.UNKNOWN
                ? alertState.unknownSince()
                : alertState.row().since();
        boolean now = first == null || first.equals(evaluation.now());
        return new Episode(newId.get(), now ? evaluation.finding().observedAt() : first, null, null, null, null, null);
    }

    private Step tell(AlertState alertState, Evaluation evaluation) {
        FlapDetector flaps = alertState.flaps();
        Episode episode = alertState.episode();
        if (flaps.on() && evaluation.limits().flapping()) {
            return flaps.told() ? quiet(alertState) : flapping(alertState, evaluation);
        }
        boolean known = episode != null && episode.told() != null;
        boolean agrees = alertState.state() == alertState.confirmed();
        if (agrees && episode != null) {
            if (known && !alertState.isBad()) {
                return recovery(alertState, evaluation);
            }
            boolean other = known
                    && (episode.told() != alertState.confirmed()
                            || alertState.cause().isNewTo(episode.cause(), evaluation));
            if (!known || other || flaps.told()) {
                AlertState told = alertState
                        .withFlaps(flaps.asTold(false))
                        .withEpisode(episode.told(alertState.confirmed(), alertState.cause(), evaluation.now()));
                return told(
                        told,
                        known ? Kind.CHANGE : Kind.PROBLEM,
                        told.episode(),
                        calm(alertState, evaluation.finding()));
            }
        }
        boolean remind = known && alertState.isBad() && alertState.state() != State.OK && isDue(episode, evaluation);
        return remind ? reminder(alertState, evaluation) : quiet(alertState);
    }

    private static Step recovery(AlertState alertState, Evaluation evaluation) {
        AlertState over = alertState.withFlaps(alertState.flaps().asTold(false)).withEpisode(null);
        return told(over, Kind.RECOVERY, alertState.episode(), calm(alertState, evaluation.finding()));
    }

    /** Reports no gap: a reminder contains nothing new. */
    private static Step reminder(AlertState alertState, Evaluation evaluation) {
        Episode episode = alertState.episode();
        AlertState next = alertState.withEpisode(episode.toldAgain(evaluation.now()));
        return new Step(next, Kind.REMINDER, episode, evaluation.finding(), null);
    }

    private static boolean isDue(Episode episode, Evaluation evaluation) {
        Duration pause = evaluation.limits().remindEvery();
        return !evaluation.acknowledged()
                && !pause.isZero()
                && Duration.between(episode.toldAt(), evaluation.now()).compareTo(pause) >= 0;
    }

    private Step flapping(AlertState alertState, Evaluation evaluation) {
        Finding finding = evaluation.finding();
        Episode open = alertState.episode() == null ? opened(alertState, evaluation) : alertState.episode();
        boolean known = open.told() != null;
        State state = finding.state() != State.OK ? finding.state() : known ? open.told() : State.WARNING;
        Finding told = FlapText.flapping(finding, state, alertState.flaps());
        Episode episode = open.told(state, alertState.cause(), evaluation.now()).showing(told);
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
