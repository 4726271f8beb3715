package dev.freshwatch.notice;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.State;
import java.time.Instant;

/**
 * What is remembered of a check from one cycle to the next.
 *
 * @param state        as last observed; null = never
 * @param observedAt   when that was; null = never
 * @param unknownSince the first of the unknown observations in a row that led up to now; null where the last one was
 *                     not unknown
 * @param episode      the open problem; null where there is none
 */
public record Life(CheckId check, State state, Instant observedAt, Instant unknownSince, Episode episode) {

    /** A check that was never seen. */
    public static Life unborn(CheckId check) {
        return new Life(check, null, null, null, null);
    }

    /**
     * An open problem.
     *
     * @param id        shared by all its notices
     * @param since     when it began
     * @param announced the state that people were last told: warning, critical or unknown
     */
    public record Episode(String id, Instant since, State announced) {}
}
