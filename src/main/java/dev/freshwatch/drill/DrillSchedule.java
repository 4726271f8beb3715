package dev.freshwatch.drill;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * When drills are due: in even steps, or at a time of the day by the clock on the wall. A time of the day that comes twice
 * (clocks are set back) is due at the first of them; one that is left out (clocks are set forward) is due as much later
 * as is left out. So each day has one.
 *
 * @param every whole days where there is a time of the day
 * @param at    null = in even steps
 * @param zone  of the time of the day
 */
public record DrillSchedule(Duration every, LocalTime at, ZoneId zone) {

    /** A drill that could not be made at its time is made up for so long at most… */
    private static final Duration LATE = Duration.ofHours(1);

    /** … and for so long at least: a busy machine is late sometimes. */
    private static final Duration HARDLY_LATE = Duration.ofSeconds(30);

    /** The first one of a watch that never had any. */
    public Instant first(Instant now) {
        if (at == null) {
            return now.plus(every);
        }
        LocalDate today = LocalDate.ofInstant(now, zone);
        Instant then = on(today);
        return then.isAfter(now) ? then : on(today.plusDays(1));
    }

    /** The one that follows this one. */
    public Instant after(Instant due) {
        if (at == null) {
            return due.plus(every);
        }
        LocalDate day = LocalDate.ofInstant(due, zone);
        // Another time of the day was configured when that one was due.
        return due.equals(on(day)) ? on(day.plusDays(every.toDays())) : first(due);
    }

    /**
     * The latest that is due by now and was not made yet.
     *
     * @param last the last one that was due
     */
    public Optional<Instant> due(Instant last, Instant now) {
        Instant due = null;
        for (Instant next = after(skipped(last, now)); !next.isAfter(now); next = after(next)) {
            due = next;
        }
        return Optional.ofNullable(due);
    }

    /** One that was due before now, with few between: so that a long pause is not counted through in small steps. */
    private Instant skipped(Instant last, Instant now) {
        if (at != null || !last.isBefore(now)) {
            return last;
        }
        long steps = Duration.between(last, now).dividedBy(every) - 1;
        return steps > 0 ? last.plus(every.multipliedBy(steps)) : last;
    }

    /** Whether nobody expects this one any more. */
    public boolean isTooLate(Instant due, Instant now) {
        Duration late = Duration.between(due, now);
        boolean closeToTheNext = late.compareTo(every.dividedBy(2)) > 0 && late.compareTo(HARDLY_LATE) > 0;
        return late.compareTo(LATE) > 0 || closeToTheNext;
    }

    private Instant on(LocalDate day) {
        return ZonedDateTime.of(day, at, zone).withEarlierOffsetAtOverlap().toInstant();
    }
}
