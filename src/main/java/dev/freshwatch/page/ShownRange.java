package dev.freshwatch.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * The time that the page of a check shows, from one edge of the grid to another.
 *
 * @param length   null = from one given time to another
 * @param calendar whether it is a calendar hour, day, week, month or year; otherwise it ends now, or where it was told to
 * @param on       for the value of {@code on}: this range, and where {@link #calendar} the one before and the one after it
 * @param now      when the page was made
 */
record ShownRange(
        RangeLength length, boolean calendar, Instant from, Instant to, TimeGrid grid, Around on, Instant now) {

    /**
     * Values of {@code on}.
     *
     * @param before null = none
     * @param after  null = it would begin in the future
     */
    record Around(String before, String here, String after) {}

    ZoneId zone() {
        return grid.zone();
    }

    List<Instant> edges() {
        return grid.edges(from, to);
    }

    /** How long it is on the clock on the wall of nobody: a day may have 23 or 25 hours. */
    Duration elapsed() {
        return Duration.between(from, to);
    }

    /** Until when looks can be expected. */
    Instant seenUntil() {
        return now.isBefore(to) ? now : to;
    }
}
