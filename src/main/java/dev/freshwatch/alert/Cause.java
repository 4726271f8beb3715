package dev.freshwatch.alert;

import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.State;
import java.time.Duration;
import java.time.Instant;

/**
 * What is wrong with a check, as last observed, and since when: another cause is told like another severity, once it is
 * confirmed.
 *
 * @param key   {@link Finding#cause()}; null where nothing is wrong, or nothing is known of it
 * @param looks so many observations in a row had it; counted as far as it matters
 * @param since the first of them; null where there is none
 */
public record Cause(String key, int looks, Instant since) {

    public static final Cause NONE = new Cause(null, 0, null);

    /** One more observation that counts. */
    Cause after(Evaluation look) {
        if (look.finding().state() == State.OK) {
            return NONE;
        }
        String found = look.finding().cause();
        return found.equals(key) && look.gap() == null
                ? new Cause(key, Math.min(looks + 1, look.limits().confirm()), since)
                : new Cause(found, 1, look.now());
    }

    /** Whether this is another cause than before. */
    boolean isOtherThan(Cause before) {
        return key != null && before.key() != null && !key.equals(before.key());
    }

    /** Whether this is confirmed, and another cause than people were told; where that is not known it is not. */
    boolean isNewTo(String told, Evaluation look) {
        if (key == null || told == null || key.equals(told)) {
            return false;
        }
        return look.finding().state() == State.UNKNOWN
                ? Duration.between(since, look.now()).compareTo(look.limits().unknownAfter()) >= 0
                : looks >= look.limits().confirm();
    }
}
