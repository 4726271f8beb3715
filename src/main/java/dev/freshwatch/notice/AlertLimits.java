package dev.freshwatch.notice;

import java.time.Duration;

/**
 * When people are told: {@code alert.…}, for the checks of one platform.
 *
 * @param confirm      so many observations in a row before something worse is told; at least 1
 * @param confirmEvery the pace of the observations while a problem is unconfirmed
 * @param recover      so many observations in a row before something better is told; at least 1
 * @param remindEvery  from one notice of an episode to a reminder; zero = never
 * @param unknownAfter "can not be judged" for so long is told itself
 * @param groupAt      so many turns of one platform in one cycle are told together
 */
public record AlertLimits(
        int confirm, Duration confirmEvery, int recover, Duration remindEvery, Duration unknownAfter, int groupAt) {

    /** As it is where nothing is written. */
    public static final AlertLimits DEFAULT =
            new AlertLimits(1, Duration.ofSeconds(30), 1, Duration.ofHours(4), Duration.ofMinutes(15), 5);

    public AlertLimits withConfirm(int inARow, int recoverInARow) {
        return new AlertLimits(inARow, confirmEvery, recoverInARow, remindEvery, unknownAfter, groupAt);
    }

    public AlertLimits withGroupAt(int turns) {
        return new AlertLimits(confirm, confirmEvery, recover, remindEvery, unknownAfter, turns);
    }
}
