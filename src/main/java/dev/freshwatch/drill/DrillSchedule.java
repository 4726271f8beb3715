package dev.freshwatch.drill;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * When drills are due: at fixed intervals, or at a local time of day. A time that occurs twice (clocks set back) counts
 * the first time; a time that is skipped (clocks set forward) is moved later by the length of the gap. So each day has
 * exactly one.
 *
 * @param every a multiple of a day if there is a time of day
 * @param at    null = at fixed intervals
 * @param zone  of the time of day
 */
public record DrillSchedule(Duration every, LocalTime at, ZoneId zone) {

    /** A missed drill is made up for at most this long… */
    private static final Duration LATE = Duration.ofHours(1);

    /** … and at least this long: a busy machine is late sometimes. */
    private static final Duration HARDLY_LATE = Duration.ofSeconds(30);

    /** The first drill of a watch that never had one. */
    public Instant first(Instant now) {
        if (at == null) {
            return now.plus(every);
        }
        LocalDate today = LocalDate.ofInstant(now, zone);
        Instant then = on(today);
        return then.isAfter(now) ? then : on(today.plusDays(1));
    }

    /** The drill that follows this one. */
    public Instant after(Instant due) {
        if (at == null) {
            return due.plus(every);
        }
        LocalDate day = LocalDate.ofInstant(due, zone);
        // If the time of day was changed in the meantime, start afresh.
        return due.equals(on(day)) ? on(day.plusDays(every.toDays())) : first(due);
    }

    /**
     * Returns the latest drill that is due and was not sent yet.
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

    /** Skips ahead to shortly before now, so that a long pause is not walked through in small steps. */
    private Instant skipped(Instant last, Instant now) {
        if (at != null || !last.isBefore(now)) {
            return last;
        }
        long steps = Duration.between(last, now).dividedBy(every) - 1;
        return steps > 0 ? last.plus(every.multipliedBy(steps)) : last;
    }

    /** Whether it is too late to send this drill. */
    public boolean isTooLate(Instant due, Instant now) {
        Duration late = Duration.between(due, now);
        boolean closeToTheNext = late.compareTo(every.dividedBy(2)) > 0 && late.compareTo(HARDLY_LATE) > 0;
        return late.compareTo(LATE) > 0 || closeToTheNext;
    }

    private Instant on(LocalDate day) {
        return ZonedDateTime.of(day, at, zone).withEarlierOffsetAtOverlap().toInstant();
    }
}
