package dev.freshwatch.alert;

import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.State;
import java.time.Duration;
import java.time.Instant;

/**
 * What is wrong with a check, as last observed, and since when. Another cause is announced like another severity, once
 * it is confirmed.
 *
 * @param key   {@link Finding#cause()}; null if nothing is wrong, or the cause is not known
 * @param looks number of consecutive observations with this cause, up to {@code alert.confirm}
 * @param since time of the first of them; null if there is none
 */
public record Cause(String key, int looks, Instant since) {

    public static final Cause NONE = new Cause(null, 0, null);

    /** Returns the cause after one more observation that counts. */
    Cause after(Evaluation evaluation) {
        if (evaluation.finding().state() == State.OK) {
            return NONE;
        }
        String found = evaluation.finding().cause();
        return found.equals(key) && evaluation.gap() == null
                ? new Cause(key, Math.min(looks + 1, evaluation.limits().confirm()), since)
                : new Cause(found, 1, evaluation.now());
    }

    /** Whether this is a different cause than before; false if either is not known. */
    boolean isOtherThan(Cause before) {
        return key != null && before.key() != null && !key.equals(before.key());
    }

    /** Whether this cause is confirmed and differs from the announced one; false if either is not known. */
    boolean isNewTo(String told, Evaluation evaluation) {
        if (key == null || told == null || key.equals(told)) {
            return false;
        }
        return evaluation.finding().state() == State.UNKNOWN
                ? Duration.between(since, evaluation.now())
                                .compareTo(evaluation.limits().unknownAfter())
                        >= 0
                : looks >= evaluation.limits().confirm();
    }
}
