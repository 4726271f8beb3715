package dev.freshwatch.alert;

import dev.freshwatch.alert.AlertState.Row;
import dev.freshwatch.freshness.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Decides which state of a check is confirmed. The order is ok, unknown, warning, critical.
 *
 * <pre>
 * the observation is            | then
 * ------------------------------+---------------------------------------------------------------------------
 * as confirmed                  | the row ends
 * worse than confirmed          | the row grows by one; `confirm` of them in a row are confirmed
 * better than confirmed         | the row grows by one; `recover` of them in a row are confirmed
 * unknown, not for long yet     | nothing: the row neither grows nor ends
 * unknown for `unknown-after`   | unknown is confirmed
 * </pre>
 *
 * All observations of a row go in the same direction; the last one of them is what gets confirmed.
 */
final class Confirmation {

    private static final List<State> WORST_LAST = List.of(State.OK, State.UNKNOWN, State.WARNING, State.CRITICAL);

    private Confirmation() {}

    /** Returns what is confirmed after this observation. */
    static AlertState after(AlertState alertState, Evaluation evaluation) {
        State found = evaluation.finding().state();
        boolean afresh = evaluation.gap() != null;
        Row row = afresh ? Row.NONE : alertState.row();
        Instant unknownSince = null;
        State confirmed = alertState.confirmed();
        if (found == State.UNKNOWN) {
            unknownSince = afresh || alertState.unknownSince() == null ? evaluation.now() : alertState.unknownSince();
            Duration unknown = Duration.between(unknownSince, evaluation.now());
            if (unknown.compareTo(evaluation.limits().unknownAfter()) >= 0) {
                confirmed = State.UNKNOWN;
                row = Row.NONE;
            }
        } else {
            int direction = Integer.signum(weight(found) - weight(confirmed));
            row = direction == 0 ? Row.NONE : row.and(direction, evaluation.now());
            if (confirmed == null) {
                confirmed = State.OK;
            }
            if (row.length() >= evaluation.limits().confirm()
                    || -row.length() >= evaluation.limits().recover()) {
                confirmed = found;
            }
        }
        boolean counts = found != State.UNKNOWN || confirmed == State.UNKNOWN;
        Cause cause = counts ? alertState.cause().after(evaluation) : alertState.cause();
        return new AlertState(
                alertState.check(),
                found,
                evaluation.now(),
                unknownSince,
                confirmed,
                row,
                counts
                        ? alertState
                                .flaps()
                                .after(found, found != State.UNKNOWN && cause.isOtherThan(alertState.cause()))
                        : alertState.flaps(),
                afresh ? evaluation.gap() : alertState.gap(),
                alertState.episode(),
                cause);
    }

    /** Before anything is confirmed, nothing bad is known. */
    private static int weight(State state) {
        return state == null ? 0 : WORST_LAST.indexOf(state);
    }
}
