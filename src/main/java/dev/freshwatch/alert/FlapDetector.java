package dev.freshwatch.alert;

import dev.freshwatch.freshness.State;

/**
 * How often a check turned lately, and whether that is so often that single turns are not worth telling. The figures are
 * Icinga's: of the last 20 observations each one that differs from the one before counts, from 0.8 for the oldest in
 * even steps to 1.18 for the latest; it flaps from above 30 % of 20 on, until below 25 %.
 *
 * @param changes the last 20 counted observations, the latest in the highest bit: 1 where it differed from the one
 *                before
 * @param counted the last counted state; null = none yet
 * @param on      whether it flaps
 * @param told    whether people were told that it flaps, and not yet that it is calm
 */
public record FlapDetector(int changes, State counted, boolean on, boolean told) {

    public static final FlapDetector NONE = new FlapDetector(0, null, false, false);

    /** So many observations are remembered. */
    public static final int LOOKS = 20;

    /** In thousandths, as {@link #weight}. */
    private static final int STARTS_ABOVE = 300;

    private static final int ENDS_BELOW = 250;

    /**
     * One more observation.
     *
     * @param otherCause whether it is of another cause than the last counted one
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

    /** How many of the last 20 observations differed from the one before. */
    public int count() {
        return Integer.bitCount(changes);
    }

    /** Weighted, in percent: 39.1 */
    public double percent() {
        return weight(changes) / 10.0;
    }

    /** In thousandths: the weight 0.8 + 0.02 i of a change is 40 + i of them, as 20 observations are the whole. */
    private static int weight(int changes) {
        int sum = 0;
        for (int i = 0; i < LOOKS; i++) {
            sum += (changes >>> i & 1) * (40 + i);
        }
        return sum;
    }
}
