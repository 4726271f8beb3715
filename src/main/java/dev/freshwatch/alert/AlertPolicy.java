package dev.freshwatch.alert;

import java.time.Duration;

/**
 * When notices are sent for the checks of one platform: {@code alert.…}.
 *
 * @param confirm      number of consecutive observations before something worse is announced; at least 1
 * @param confirmEvery interval of the observations while a problem is unconfirmed
 * @param recover      number of consecutive observations before something better is announced; at least 1
 * @param remindEvery  time from the last notice of an episode to a reminder; zero = never
 * @param unknownAfter how long a check must be unknown before that is announced
 * @param groupAt      from this many changes of one platform in one cycle on, one notice announces them all
 * @param flapping     whether a check that changes again and again is announced as flapping instead of at each change
 */
public record AlertPolicy(
        int confirm,
        Duration confirmEvery,
        int recover,
        Duration remindEvery,
        Duration unknownAfter,
        int groupAt,
        boolean flapping) {

    /** The defaults. */
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
