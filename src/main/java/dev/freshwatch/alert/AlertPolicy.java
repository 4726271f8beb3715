package dev.freshwatch.alert;

import java.time.Duration;

/**
 * When people are told: {@code alert.…}, for the checks of one platform.
 *
 * @param confirm      so many observations in a row before something worse is told; at least 1
 * @param confirmEvery the pace of the observations while a problem is unconfirmed
 * @param recover      so many observations in a row before something better is told; at least 1
 * @param remindEvery  from one notice of an episode to a reminder; zero = never
 * @param unknownAfter "cannot be judged" for so long is told itself
 * @param groupAt      so many turns of one platform in one cycle are told together
 * @param flapping     whether a check that turns again and again is told as one that does, and not at each turn
 */
public record AlertPolicy(
        int confirm,
        Duration confirmEvery,
        int recover,
        Duration remindEvery,
        Duration unknownAfter,
        int groupAt,
        boolean flapping) {

    /** As it is where nothing is written. */
    public static final AlertPolicy DEFAULT =
            new AlertPolicy(1, Duration.ofSeconds(30), 1, Duration.ofHours(4), Duration.ofMinutes(15), 5, true);

    public AlertPolicy withConfirm(int inARow, int recoverInARow) {
        return new AlertPolicy(inARow, confirmEvery, recoverInARow, remindEvery, unknownAfter, groupAt, flapping);
    }

    public AlertPolicy withGroupAt(int turns) {
        return new AlertPolicy(confirm, confirmEvery, recover, remindEvery, unknownAfter, turns, flapping);
    }

    public AlertPolicy withTimes(Duration remind, Duration unknown) {
        return new AlertPolicy(confirm, confirmEvery, recover, remind, unknown, groupAt, flapping);
    }

    public AlertPolicy withFlapping(boolean told) {
        return new AlertPolicy(confirm, confirmEvery, recover, remindEvery, unknownAfter, groupAt, told);
    }
}
