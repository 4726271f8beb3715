package dev.freshwatch.alert;

import dev.freshwatch.freshness.State;

/**
 * Whether a check changes so often that single changes are not worth a notice. The algorithm is that of Icinga: each of
 * the last 20 observations that differs from the one before counts, with a weight that rises evenly from 0.8 for the
 * oldest to 1.18 for the latest. Flapping starts above 30 % of 20 and ends below 25 %.
 *
 * @param changes the last 20 counted observations, the latest in the highest bit: 1 if it differed from the one before
 * @param counted the last counted state; null = none yet
 * @param on      whether the check is flapping
 * @param told    whether flapping was announced, and its end not yet
 */
public record FlapDetector(int changes, State counted, boolean on, boolean told) {

    public static final FlapDetector NONE = new FlapDetector(0, null, false, false);

    /** Number of observations that are remembered. */
    public static final int LOOKS = 20;

    /** In thousandths, like {@link #weight}. */
    private static final int STARTS_ABOVE = 300;

    private static final int ENDS_BELOW = 250;

    /**
     * Returns the detector after one more observation.
     *
     * @param otherCause whether its cause differs from that of the last counted one
     */
    FlapDetector after(State found, boolean otherCause) {
        boolean changed = counted != null && (counted != found || otherCause);
        int shifted = changes >>> 1 | (changed ? 1 << LOOKS - 1 : 0);
        boolean flapping = on ? weight(shifted) >= ENDS_BELOW : weight(shifted) > STARTS_ABOVE;
        return new FlapDetector(shifted, found, flapping, told);
    }

    FlapDetector asTold(boolean now) {
        return new FlapDetector(changes, counted, on, now);
    }

    /** Returns how many of the last 20 observations differed from the one before. */
    public int count() {
        return Integer.bitCount(changes);
    }

    /** Returns the weighted share of changes in percent, such as 39.1. */
    public double percent() {
        return weight(changes) / 10.0;
    }

    /** In thousandths: the weight 0.8 + 0.02 i of a change is 40 + i of them, since 20 observations make the whole. */
    private static int weight(int changes) {
        int sum = 0;
        for (int i = 0; i < LOOKS; i++) {
            sum += (changes >>> i & 1) * (40 + i);
        }
        return sum;
    }
}
