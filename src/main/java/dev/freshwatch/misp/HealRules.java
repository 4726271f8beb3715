package dev.freshwatch.misp;

import dev.freshwatch.misp.HealLog.Attempt;
import dev.freshwatch.misp.HealLog.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides when a restart call may be made, given all earlier ones. The first one of an episode is made at once; each
 * further one after a pause that doubles from {@link #FIRST_PAUSE}; never more than {@code maxPerHour} in any hour,
 * over all episodes, and never more than {@link #MOST_OF_AN_EPISODE} for one. If a call is due but may not be made any
 * more, healing is given up for this episode. Stateless.
 *
 * @param maxPerHour maximum number of calls in any hour
 */
record HealRules(int maxPerHour) {

    static final Duration HOUR = Duration.ofHours(1);
    static final Duration FIRST_PAUSE = Duration.ofMinutes(5);
    static final Duration LONGEST_PAUSE = HOUR;
    static final int MOST_OF_AN_EPISODE = 6;

    /** What to do now. */
    enum Step {
        CALL,
        WAIT,
        /** There are no calls left; that must be announced. */
        GIVE_UP,
        /** That has been announced. */
        OVER
    }

    /** @param attempts those of this MISP, going back an hour or to the start of the episode, whichever is longer */
    Step next(List<Attempt> attempts, String episode, Instant now) {
        if (isOver(attempts, episode)) {
            return Step.OVER;
        }
        List<Attempt> calls = calls(attempts, episode);
        if (!calls.isEmpty() && now.isBefore(due(calls))) {
            return canGoOn(attempts, episode) ? Step.WAIT : Step.GIVE_UP;
        }
        return calls.size() < MOST_OF_AN_EPISODE && inTheHourBefore(attempts, now) < maxPerHour
                ? Step.CALL
                : Step.GIVE_UP;
    }

    /** Whether there will be another call for this episode after those so far. */
    boolean canGoOn(List<Attempt> attempts, String episode) {
        List<Attempt> calls = calls(attempts, episode);
        return !isOver(attempts, episode)
                && calls.size() < MOST_OF_AN_EPISODE
                && (calls.isEmpty() || inTheHourBefore(attempts, due(calls)) < maxPerHour);
    }

    private static boolean isOver(List<Attempt> attempts, String episode) {
        return givenUp(attempts, episode).isPresent();
    }

    /** Returns the row which records that healing was given up. */
    static Optional<Attempt> givenUp(List<Attempt> attempts, String episode) {
        return attempts.stream()
                .filter(attempt -> attempt.episode().equals(episode) && attempt.outcome() == Outcome.GIVEN_UP)
                .findFirst();
    }

    static List<Attempt> calls(List<Attempt> attempts, String episode) {
        return attempts.stream()
                .filter(attempt ->
                        attempt.episode().equals(episode) && attempt.outcome().isCall())
                .toList();
    }

    /** Calls that seem to be in the future count as well: the clock was set back. */
    static long inTheHourBefore(List<Attempt> attempts, Instant when) {
        return attempts.stream()
                .filter(attempt -> attempt.outcome().isCall() && attempt.at().isAfter(when.minus(HOUR)))
                .count();
    }

    private static Instant due(List<Attempt> calls) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(calls.size() - 1, 10));
        return calls.get(calls.size() - 1).at().plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
    }
}
